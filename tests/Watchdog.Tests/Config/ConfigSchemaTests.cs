using System.Text.Json;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

public class ConfigSchemaTests
{
    [Fact]
    public void Generate_Always_IsWhatLiesInDeploy()
    {
        var path = Repository.File("deploy/watchdog.schema.json");
        if (Environment.GetEnvironmentVariable("WATCHDOG_UPDATE_SCHEMA") == "1") File.WriteAllText(path, ConfigSchema.Generate());

        var lies = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(
            lies == ConfigSchema.Generate(),
            "deploy/watchdog.schema.json is stale; write it anew with WATCHDOG_UPDATE_SCHEMA=1 dotnet test tests/Watchdog.Tests --filter ConfigSchemaTests");
    }

    [Fact]
    public void Generate_Defaults_AreThoseOfTheJudgement()
    {
        using var schema = JsonDocument.Parse(ConfigSchema.Generate());
        var service = schema.RootElement.GetProperty("$defs").GetProperty("service").GetProperty("properties");

        string Default(string check, string key) => service.GetProperty(check).GetProperty("properties").GetProperty(key).GetProperty("default").ToString();

        Assert.Equal("15s", Default("liveness", "interval"));
        Assert.Equal("1m", Default("deepHealth", "interval"));
        Assert.Equal("3", Default("liveness", "failureThreshold"));
        Assert.Equal("3", Default("acceptLoop", "stalledAfter"));
        Assert.Equal("2m", Default("memory", "for"));
        Assert.Equal("20s", Default("restart", "killAfter"));
    }
}
