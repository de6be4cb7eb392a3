using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Doctoring;
using Watchdog.Tests.Journal;

namespace Watchdog.Tests.Doctoring;

public sealed class RivalReaderTests
{
    private const string Monit = """
        # restart program = "/usr/bin/docker restart old"
        check program web with path "/usr/bin/docker exec -t web health"
          start program = "/usr/bin/docker start web"
          restart program = "/usr/bin/supervisorctl -c /etc/s.conf restart workers:web_00"
          start program = "/usr/bin/sv up /etc/service/web"
          if failed port 80 then exec "/etc/init.d/web restart"
          start program = "/usr/bin/s6-svc -u /run/service/web"
        """;

    public static TheoryData<ManagerConfig, string?> Managers { get; } = new()
    {
        { new ContainerConfig(ContainerEngine.Docker, "web"), "monit (/m, line 3)" },
        { new ContainerConfig(ContainerEngine.Podman, "web"), null },
        { new ContainerConfig(ContainerEngine.Docker, "old"), null },
        { new ContainerConfig(ContainerEngine.Docker, "health"), null },
        { new SupervisordConfig("workers:web_00"), "monit (/m, line 4)" },
        { new SupervisordConfig("web"), null },
        { new RunitConfig("/etc/service/web"), "monit (/m, line 5)" },
        { new S6Config("/run/service/web"), "monit (/m, line 7)" },
        { new CommandConfig { Restart = ["/etc/init.d/web", "restart"], Pid = ["x"] }, "monit (/m, line 6)" },
        { new CommandConfig { Restart = ["/etc/init.d/web", "reload"], Pid = ["x"] }, null },
    };

    [Theory]
    [MemberData(nameof(Managers))]
    public void Of_AMonitThatOrdersIt_NamesTheLine(ManagerConfig manager, string? expected) =>
        Assert.Equal(expected ?? "", string.Join("; ", new RivalReader([("/m", Monit)], [], "").Of(manager)));

    [Fact]
    public void IsOneFile_ALink_IsTheFileItself()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "watchdog.json");
        var link = Path.Combine(folder.Path, "link.json");
        File.WriteAllText(file, "{}");
        File.WriteAllText(Path.Combine(folder.Path, "other.json"), "{}");
        File.CreateSymbolicLink(link, file);

        Assert.True(RivalReader.IsOneFile(link, file));
        Assert.False(RivalReader.IsOneFile(link, Path.Combine(folder.Path, "other.json")));
        Assert.False(RivalReader.IsOneFile(link, Path.Combine(folder.Path, "none.json")));
    }

    [Fact]
    public void Text_OfALongFile_IsRead()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "monitrc");
        File.WriteAllText(file, new string('#', 40_000) + "\ncheck process web");

        Assert.Equal(2, MonitConfig.LineAbout(RivalReader.Text(file)!, "web.service"));
    }

    [Fact]
    public void Of_AnInstalledWatchdogWithTheSame_IsNamed()
    {
        ImmutableArray<ManagerConfig> others =
        [
            new SystemdConfig("agent@*.service", SystemdScope.System), new SupervisordConfig("web") { Password = "other" }, new RunitConfig("/etc/service/web"), new SystemdConfig("mine.service", SystemdScope.User),
        ];
        var rivals = new RivalReader([], others, "/etc/other.json");
        string[] told = ["the installed watchdog (/etc/other.json)"];

        Assert.Equal(told, rivals.Of(new SystemdConfig("agent@1.service", SystemdScope.System), "agent@1.service"));
        Assert.Equal(told, rivals.Of(new SupervisordConfig("web")));
        Assert.Equal(told, rivals.Of(new RunitConfig("/etc/service/web")));
        Assert.Empty(rivals.Of(new S6Config("/etc/service/web")));
        Assert.Empty(rivals.Of(new SupervisordConfig("web") { Server = "http://127.0.0.1:9001" }));
        Assert.Empty(rivals.Of(new SystemdConfig("mine.service", SystemdScope.System), "mine.service"));
    }
}
