using System.Text;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class ProgramTimesTests
{
    [Theory]
    [InlineData("web", "web", "web", 7)]
    [InlineData("workers", "web_00", "workers:web_00", 7)]
    [InlineData("workers", "web_00", "workers:web_01", null)]
    [InlineData("workers", "web_00", "web_00", null)]
    [InlineData("other", "other", "other", 99)]
    public void Of_Program_IsFoundByGroupAndName(string group, string name, string program, int? stop)
    {
        var value = RpcXml.Read(Encoding.UTF8.GetBytes(FakeSupervisord.Configs(group, name, 7, 2)))!.Value.Value;

        Assert.Equal(stop, ProgramTimes.Of(value, program).Stop?.TotalSeconds);
    }

    [Fact]
    public void Of_AnythingElse_IsNotKnown()
    {
        Assert.Equal(default, ProgramTimes.Of(null, "web"));
        Assert.Equal(default, ProgramTimes.Of("text", "web"));
        Assert.Equal(default, ProgramTimes.Of(new List<object> { 7L, "web" }, "web"));
        Assert.Equal(default, ProgramTimes.Of(new List<object> { new Dictionary<string, object> { ["group"] = "web", ["name"] = "web", ["stopwaitsecs"] = "auto", ["startsecs"] = -1L } }, "web"));
    }
}
