using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class FolderSourceTests
{
    private const string Unit = "/system.slice/services.service";

    private static readonly (int, int, string)[] s_processes =
    [
        (1, 0, "systemd"), (10, 1, "runsvdir"), (11, 10, "runsv"), (12, 11, "python3"), (13, 10, "runsv"), (14, 13, "sshd"), (20, 1, "s6-svscan"), (21, 20, "s6-supervise"), (22, 21, "node"),
        (30, 1, "containerd-shim"), (31, 30, "s6-supervise"), (32, 31, "python3"), (40, 1, "nginx"),
    ];

    [Fact]
    public async Task Find_BelowASupervisor_IsDraftedByItsFolderAndNotLeftToTheUnitOfAllOfThem()
    {
        var look = await FindAsync(null, Port(8001, 12), Port(8002, 12), Port(22, 14), Port(8003, 22), Port(8004, 32), Port(80, 40));

        Assert.Equal(["api", "web"], look.Services.Select(service => service.Unit));
        Assert.Equal(["s6", "runit"], look.Services.Select(service => service.Manager.Key));
        Assert.Equal("""{ "service": "/etc/service/web" }""", look.Services[1].Manager.Json);
        Assert.Equal([8001, 8002], look.Services[1].Ports.Select(port => port.Port));
        Assert.Equal("python3", look.Services[1].Program);
        Assert.Equal("/etc/service/ssh (127.0.0.1:22): it is your own way in, should anything be wrong here", Assert.Single(look.LeftOut).ToString());
        Assert.Equal([80, 8004], look.Unclaimed.Select(port => port.Port).Order());
    }

    [Theory]
    [InlineData("web", "web")]
    [InlineData("/run/service/api", "api")]
    [InlineData("ssh", "ssh")]
    public async Task Find_ByNameOrFolder_IsThatOne(string only, string found)
    {
        var look = await FindAsync(only, Port(8001, 12), Port(22, 14), Port(8003, 22));

        Assert.Equal(found, Assert.Single(look.Services).Unit);
        Assert.Equal(2, look.Unclaimed.Length);
    }

    private static Task<SourceLook> FindAsync(string? only, params OpenPort[] ports) =>
        new FolderSource(Families.Of(s_processes), Folder, TimeProvider.System).FindAsync([.. ports], only, CancellationToken.None);

    /// <summary>That of a container is not to be seen.</summary>
    private static string? Folder(int pid) => pid switch { 11 => "/etc/service/web", 13 => "/etc/service/ssh", 21 => "/run/service/api", _ => null };

    private static OpenPort Port(int port, int pid) => Samples.Port(port) with { Pid = pid, Cgroup = Unit };
}
