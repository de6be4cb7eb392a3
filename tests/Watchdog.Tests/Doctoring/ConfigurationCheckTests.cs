using Watchdog.Config;
using Watchdog.Doctoring.Checks;

namespace Watchdog.Tests.Doctoring;

public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("services.web", "web")]
    [InlineData("services.web.liveness.url", "web")]
    [InlineData("services.\"web.example.com\".liveness", "web.example.com")]
    [InlineData("services.\"web.example.com\"", "web.example.com")]
    [InlineData("defaults.liveness", null)]
    [InlineData("", null)]
    public void Judge_AProblem_IsItsServices(string path, string? service)
    {
        var problem = new ConfigProblem("/w.json", 1, 2, path, "wrong", ProblemSeverity.Error);

        Assert.Equal(service, Assert.Single(ConfigurationCheck.Judge(new ConfigResult(null, [problem]))).Service);
    }
}
