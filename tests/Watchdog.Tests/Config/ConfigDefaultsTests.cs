using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Tests.Config;

public sealed class ConfigDefaultsTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_Defaults_MergeByKeyAndAreReplacedOtherwise()
    {
        var service = ConfigFile.One(_file.Read("""
            { "defaults": {
                "systemd": { "scope": "user" },
                "liveness": { "interval": "30s", "timeout": "5s", "expect": { "status": [200], "latency": "1s" } },
                "restart": { "budget": { "restarts": 9 } } },
              "services": { "s": {
                "systemd": { "unit": "s" },
                "liveness": { "url": "http://127.0.0.1/", "timeout": "4s", "expect": { "status": [204] } },
                "restart": { "budget": { "within": "2h" } } } } }
            """));

        Assert.Equal(new SystemdConfig("s.service", SystemdScope.User), service.Manager);
        var check = Assert.Single(service.Checks);
        Assert.Equal((30, 4), (check.Policy.Interval.TotalSeconds, check.Policy.Timeout.TotalSeconds));
        var target = Assert.IsType<HttpTarget>(check.Target);
        Assert.Equal((204, TimeSpan.FromSeconds(1)), (Assert.Single(target.Status), target.Latency));
        Assert.Equal(new Budget(9, TimeSpan.FromHours(2)), service.Policy.Budget);
    }

    [Fact]
    public void Read_DefaultsThatOnlyTune_ConfigureNothingByThemselves()
    {
        var service = ConfigFile.One(_file.Read("""
            { "defaults": { "liveness": { "interval": "30s" }, "memory": { "for": "5m" }, "acceptLoop": { "stalledAfter": 5 }, "checks": { "x": { "timeout": "1s" } } },
              "services": { "s": { "systemd": { "unit": "s" } } } }
            """));

        Assert.Empty(service.Checks);
    }

    [Fact]
    public void Read_Null_TakesADefaultAway()
    {
        var result = _file.Read("""
            { "defaults": { "memory": { "max": "80%" }, "checks": { "x": { "tcp": "127.0.0.1:1" } } },
              "services": { "a": { "systemd": { "unit": "a" } }, "b": { "systemd": { "unit": "b" }, "memory": null, "checks": { "x": null } } } }
            """);

        Assert.Empty(result.Problems);
        Assert.Equal(["x", "memory"], result.Config!.Services[0].Checks.Select(check => check.Policy.Name).OrderByDescending(name => name));
        Assert.Equal(new MemoryTarget(null, 80), result.Config.Services[0].Find("memory")!.Target);
        Assert.Empty(result.Config.Services[1].Checks);
    }

    [Fact]
    public void Read_MistakeInDefaults_IsSaidOnceAtItsPlace()
    {
        var result = _file.Read("""
            { "defaults": { "memory": { "max": "lots", "fro": "1m" } },
              "services": { "a": { "systemd": { "unit": "a" } }, "b": { "systemd": { "unit": "b" } } } }
            """);

        Assert.Equal(["defaults.memory.max", "defaults.memory.fro"], result.Problems.Select(problem => problem.JsonPath));
    }
}
