using System.Collections.Immutable;
using Watchdog.Drafting;
using Watchdog.Tests.Managers.Supervisord;

namespace Watchdog.Tests.Drafting;

public sealed class SupervisordSourceTests
{
    private const string Unit = "/system.slice/supervisor.service";

    private static readonly (int, int, string)[] s_processes =
        [(1, 0, "systemd"), (10, 1, "supervisord"), (11, 10, "python3"), (12, 11, "worker"), (13, 10, "python3"), (14, 10, "sshd"), (15, 1, "escaped"), (16, 1, "nginx"), (20, 10, "other")];

    private static readonly string s_programs = FakeSupervisord.Programs(
        ("web", "web", "RUNNING", 11), ("workers", "web_00", "STARTING", 13), ("sshd", "sshd", "RUNNING", 14), ("down", "down", "STOPPED", 0), ("mute", "mute", "RUNNING", 19));

    [Fact]
    public async Task Find_Programs_AreThoseThatListenByTheirProcessTree()
    {
        await using var server = new FakeSupervisord(_ => s_programs);

        var look = await FindAsync(server.Url, null, Port(8001, 12), Port(8002, 13), Port(80, 16, "/system.slice/nginx.service"));

        Assert.Equal(["web", "workers:web_00"], look.Services.Select(service => service.Unit));
        Assert.Equal([$"{{ \"program\": \"web\", \"server\": \"{server.Url}\" }}", $"{{ \"program\": \"workers:web_00\", \"server\": \"{server.Url}\" }}"], look.Services.Select(service => service.Manager.Json));
        Assert.Equal([8001, 8002], look.Services.Select(service => Assert.Single(service.Ports).Port));
        Assert.Equal("python3", look.Services[0].Program);
        Assert.Equal([80], look.Unclaimed.Select(port => port.Port));
        Assert.Empty(look.LeftOut);
    }

    [Fact]
    public async Task Find_WhatIsSupervisordsAndNoneOfItsPrograms_IsNotLeftToItsUnit()
    {
        await using var server = new FakeSupervisord(_ => s_programs);

        var look = await FindAsync(server.Url, null, Port(22, 14), Port(9001, 10), Port(8003, 20), Port(8004, 15), Port(8005, 0));

        Assert.Equal(
            [
                "sshd (127.0.0.1:22): it is your own way in, should anything be wrong here",
                "supervisord (127.0.0.1:9001): it is supervisord itself that listens there",
                "programs of supervisord (127.0.0.1:8003, 127.0.0.1:8005): their supervisord listens at none of the usual places: put SUPERVISOR_SERVER_URL=unix:///PATH before `watchdog init`",
                "processes in the unit of a supervisord (127.0.0.1:8004): none of its programs holds them, and a restart of the unit would restart all programs",
            ],
            look.LeftOut.Select(left => left.ToString()));
        Assert.Empty(look.Services);
        Assert.Empty(look.Unclaimed);
    }

    [Fact]
    public async Task Find_SupervisordRefuses_SaysWhyAndLeavesNothingToItsUnit()
    {
        await using var server = new FakeSupervisord(_ => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var look = await FindAsync(server.Url, null, Port(8001, 12));
        var named = await FindAsync(server.Url, "web", Port(8001, 12));

        Assert.StartsWith($"programs of supervisord (127.0.0.1:8001): supervisord ({server.Url}) asks for a user name and a password", Assert.Single(look.LeftOut).ToString(), StringComparison.Ordinal);
        Assert.Empty(look.Unclaimed);
        Assert.StartsWith($"supervisord ({server.Url}): supervisord ({server.Url}) asks for a user name", Assert.Single(named.Unasked).ToString(), StringComparison.Ordinal);
        Assert.Single(named.Unclaimed);
    }

    [Fact]
    public async Task Find_NoSupervisordAtAll_LeavesEverythingToOthers()
    {
        var look = await FindAsync("unix:///nowhere/supervisor.sock", null, Port(80, 16, "/system.slice/nginx.service"), Port(81, 0, null));

        Assert.Equal([80, 81], look.Unclaimed.Select(port => port.Port));
        Assert.Empty(look.LeftOut);
        Assert.Empty(look.Unasked);
    }

    [Theory]
    [InlineData("workers:web_00", "workers:web_00")]
    [InlineData("web_00", "workers:web_00")]
    [InlineData("workers:*", "workers:web_00")]
    [InlineData("mute", "mute")]
    public async Task Find_OneIsNamed_IsThatOneWhereverItListens(string only, string unit)
    {
        await using var server = new FakeSupervisord(_ => s_programs);

        var look = await FindAsync(server.Url, only, Port(8001, 12), Port(8002, 13));

        Assert.Equal(unit, Assert.Single(look.Services).Unit);
    }

    [Fact]
    public async Task Find_OneIsNamedThatIsDownOrIsNot_IsSaid()
    {
        await using var server = new FakeSupervisord(_ => s_programs);

        var down = await FindAsync(server.Url, "down");
        var none = await FindAsync(server.Url, "supervisor", Port(8001, 12));

        Assert.Equal("down: it does not run: supervisord says STOPPED", Assert.Single(down.LeftOut).ToString());
        Assert.Empty(none.LeftOut);
        Assert.Equal(["web", "workers:web_00", "sshd", "mute", "down"], none.Names.ToArray());
        Assert.Single(none.Unclaimed);
    }

    [Fact]
    public async Task Find_OneSupervisordByTwoNames_HasItsProgramsOnce()
    {
        await using var server = new FakeSupervisord(_ => s_programs);
        using var source = Source(server.Url, server.Url);

        var look = await source.FindAsync([Port(8001, 12)], null, CancellationToken.None);

        Assert.Single(look.Services);
    }

    private static async Task<SourceLook> FindAsync(string server, string? only, params OpenPort[] ports)
    {
        using var source = Source(server);
        return await source.FindAsync([.. ports], only, CancellationToken.None);
    }

    private static SupervisordSource Source(params string[] servers) => new(servers, Families.Of(s_processes), Members, TimeProvider.System);

    private static ImmutableArray<int> Members(string cgroup) => cgroup == Unit ? [10, 11, 12, 15] : [16];

    private static OpenPort Port(int port, int pid, string? cgroup = Unit) => Samples.Port(port) with { Pid = pid, Cgroup = cgroup };
}
