using System.Collections.Immutable;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ConfigManagerTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_EachManager_IsThere()
    {
        var services = Read("""
            "a": { "launchd": { "target": "gui/501/com.example.web", "bootstrap": "/Library/LaunchAgents/web.plist" } },
            "b": { "supervisord": { "program": "workers:web_00" } },
            "c": { "runit": { "service": "/etc/service/web" } },
            "d": { "s6": { "service": "/run/service/web" } },
            "e": { "docker": { "container": "web" } },
            "f": { "podman": { "container": "web" } },
            "g": { "command": { "stop": ["x", "stop"], "start": ["x", "start"], "pid": ["cat", "/run/x.pid"], "timeout": "5s" } }
            """);

        Assert.Equal(
            [
                new LaunchdConfig("gui/501/com.example.web") { Bootstrap = "/Library/LaunchAgents/web.plist" },
                new SupervisordConfig("workers:web_00"),
                new RunitConfig("/etc/service/web"),
                new S6Config("/run/service/web"),
                new ContainerConfig(ContainerEngine.Docker, "web"),
                new ContainerConfig(ContainerEngine.Podman, "web"),
                new CommandConfig { Stop = ["x", "stop"], Start = ["x", "start"], Pid = ["cat", "/run/x.pid"], Timeout = TimeSpan.FromSeconds(5) },
            ],
            services.Select(service => service.Manager));
        Assert.Equal("launchd supervisord runit s6 docker podman command", string.Join(' ', services.Select(service => service.Manager.Key)));
    }

    [Theory]
    [InlineData("\"launchd\": { \"target\": \"com.example.web\" }", "launchd.target: \"com.example.web\": this is no target of launchd")]
    [InlineData("\"launchd\": { \"target\": \"system/x\", \"bootstrap\": \"x.plist\" }", "write the full path")]
    [InlineData("\"supervisord\": { \"program\": \"a b\" }", "write it as supervisorctl status shows it")]
    [InlineData("\"supervisord\": { \"program\": \"a\", \"server\": \"/run/supervisor.sock\" }", "write unix:///PATH")]
    [InlineData("\"runit\": { \"service\": \"web\" }", "write the full path")]
    [InlineData("\"docker\": { \"container\": \"-rf\" }", "this is no name of a container")]
    [InlineData("\"command\": { \"pid\": [\"cat\"] }", "add \"restart\", or both \"stop\" and \"start\"")]
    [InlineData("\"command\": { \"restart\": [\"x\"] }", "add \"pid\"")]
    public void Read_Impossible_SaysWhatToDo(string manager, string message)
    {
        var read = _file.Read($"{{ \"services\": {{ \"a\": {{ {manager} }} }} }}");
        Assert.Contains(message, Assert.Single(read.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoServicesOfOneUnit_AreRefused()
    {
        var read = _file.Read("""{ "services": { "a": { "docker": { "container": "web" } }, "b": { "docker": { "container": "web" } }, "c": { "podman": { "container": "web" } } } }""");
        Assert.Contains("web belongs to the service \"a\" already", Assert.Single(read.Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker", "", ListenerOf.Any)]
    [InlineData("podman", "", ListenerOf.Any)]
    [InlineData("podman", ", \"listener\": \"unit\"", ListenerOf.Unit)]
    [InlineData("podman", ", \"listener\": \"any\"", ListenerOf.Any)]
    public void Read_ContainersPublishedPort_IsAnsweredByAnybody(string engine, string listener, ListenerOf expected)
    {
        var service = Read($$"""
            "a": {
              "{{engine}}": { "container": "web" },
              "liveness": { "url": "http://127.0.0.1:8080/health"{{listener}} }, "deepHealth": { "tcp": "127.0.0.1:8080"{{listener}} }, "memory": { "max": "1G" }
            }
            """)[0];

        Assert.Equal([expected, expected, ListenerOf.Unit], service.Checks.Select(check => check.Listener));
    }

    [Fact]
    public void Read_EveryOtherManagersPort_IsItsOwn() =>
        Assert.Equal(ListenerOf.Unit, Read("\"a\": { \"supervisord\": { \"program\": \"web\" }, \"liveness\": { \"url\": \"http://127.0.0.1:8080/\" } }")[0].Checks[0].Listener);

    private ImmutableArray<ServiceConfig> Read(string services)
    {
        var read = _file.Read($"{{ \"services\": {{ {services} }} }}");
        Assert.Empty(read.Errors);
        return read.Config!.Services;
    }
}
