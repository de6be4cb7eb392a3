using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Servers that fork twice, and what is left of them when their unit is restarted.</summary>
public sealed class OrphanTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>The orphan of a double fork has survived the restart of its unit (KillMode=process): the new instance cannot listen.</summary>
    [SkippableTheory]
    [InlineData(ServerRuntime.Dotnet, 9651, "", false)]
    [InlineData(ServerRuntime.Python, 9652, "--reuse-quietly", false)]
    [InlineData(ServerRuntime.Dotnet, 9653, "--reuse-quietly", false)]
    [InlineData(ServerRuntime.Python, 9654, "", true)]
    public async Task Run_AnOrphanHoldsThePlace_IsToldAndNeverStartedAgain(ServerRuntime runtime, int port, string quietly, bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, string.Create(CultureInfo.InvariantCulture, $"wd-orphan-{port}"), user);
        var web = new Watched(string.Create(CultureInfo.InvariantCulture, $"forked-{port}"), port) { Runtime = runtime } with { Options = $"--fork-orphan {quietly}", Lines = "KillMode=process" };
        await box.WatchAsync(daemon, web);

        await daemon.SystemctlAsync("restart", web.Unit);
        var alert = await daemon.AlertedAsync(web, "orphan-listener");
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.Equal(AlertLevel.Critical, alert.Level);
        Assert.Contains($" of {web.Unit}, started by systemd ({(user ? "" : "1)")}", alert.Reason.Sentence, StringComparison.Ordinal);
        Assert.Empty(daemon.Decisions<Restart>(web.Name));
    }

    /// <summary>Who forks may name its main process last: the listener is older, and this run's all the same.</summary>
    [SkippableFact]
    public async Task Run_ListenerOlderThanTheMainProcess_IsTheUnits()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-late-main");
        var server = new Watched("late-main", 9656);
        var web = server with
        {
            Program = $"/bin/sh -c '{string.Join(' ', server.Runtime.Command(SystemdBox.UnderTest))} {server.Port} {server.Control} & sleep 1; sleep infinity & echo $$! >/run/late-main.pid'",
            Lines = "Type=forking\nPIDFile=/run/late-main.pid",
        };
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "hang-accept");
        await daemon.UntilAsync(web.Name, status => status.Instance != before.Instance);
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);
        Assert.DoesNotContain(daemon.Decisions<Alert>(web.Name), alert => alert.Reason.Code == "orphan-listener");
        Assert.Equal("not-accepting", Assert.Single(daemon.Decisions<Restart>(web.Name)).Reason.Code);
    }

    /// <summary>Without KillMode=process the whole control group goes with the unit, and a restart is a cure.</summary>
    [SkippableFact]
    public async Task Run_AForkedServerThatHangs_IsRestarted()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-forked");
        var web = new Watched("forked-well", 9655) with { Options = "--fork-orphan" };
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "hang-accept");
        await daemon.UntilAsync(web.Name, status => status.Instance != before.Instance);
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);
        Assert.Equal("not-accepting", Assert.Single(daemon.Decisions<Restart>(web.Name)).Reason.Code);
    }
}
