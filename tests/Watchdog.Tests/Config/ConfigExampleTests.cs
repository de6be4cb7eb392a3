using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Tests.Config;

public class ConfigExampleTests
{
    [Fact]
    public void Read_Example_HasNoProblems()
    {
        var config = ReadExample();

        Assert.Equal(
            [
                ("hermes-webui", "systemd"), ("open-webui", "systemd"), ("fastapi", "systemd"), ("hello-agents", "systemd"),
                ("worker", "supervisord"), ("gitea", "docker"), ("hermes-agent", "launchd"), ("legacy", "command"),
            ],
            config.Services.Select(service => (service.Name, service.Manager.Key)));
        Assert.Empty(config.Warnings);
    }

    [Fact]
    public void Read_Example_HasTheFourChecksWithTheirDefaults()
    {
        var service = ReadExample().Services[0];

        Assert.Equal(new SystemdConfig("hermes-webui.service", SystemdScope.User), service.Manager);
        Assert.Equal(
            [
                new CheckPolicy { Name = "liveness", Kind = CheckKind.Liveness, Diagnosable = true },
                new CheckPolicy { Name = "deepHealth", Kind = CheckKind.DeepHealth, Diagnosable = true, Interval = TimeSpan.FromSeconds(60) },
                new CheckPolicy { Name = "acceptLoop", Kind = CheckKind.AcceptLoop },
                new CheckPolicy { Name = "memory", Kind = CheckKind.Memory, FailureThreshold = 1, For = TimeSpan.FromMinutes(2), WarnAt = 80 },
            ],
            service.Checks.Select(check => check.Policy));
        Assert.Equal(service.Checks.Select(check => check.Policy), service.Policy.Checks);
        Assert.Equal(new CounterTarget("/accept_loop/requests_total", "liveness"), service.Checks[2].Target);
        Assert.Equal(new MemoryTarget(2000L << 20, null), service.Checks[3].Target);
        Assert.Equal(new ServicePolicy { Name = "hermes-webui" }, service.Policy with { Checks = [] });
    }

    /// <summary>In a folder of its own: the checkout may well be writable by a group.</summary>
    private static WatchdogConfig ReadExample()
    {
        using var file = new ConfigFile();
        var result = file.Read(File.ReadAllText(Repository.File("watchdog.example.json")));
        Assert.Empty(result.Problems);
        return result.Config!;
    }
}
