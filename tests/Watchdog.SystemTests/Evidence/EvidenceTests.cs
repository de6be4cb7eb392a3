using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>What is taken down before a restart, by the real program.</summary>
public sealed class EvidenceTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9601, "python3")]
    [InlineData(ServerRuntime.Dotnet, 9605, "libcoreclr.so")]
    public async Task Run_Frozen_TakesABundleWithItsStacksWithinItsBudgetAndRestarts(ServerRuntime runtime, int port, string mark)
    {
        box.Require();
        Skip.IfNot(Shell.Has("gdb"), "gdb is not installed");
        await using var daemon = new BoxedDaemon(box, $"wd-bundle-{port}") { TakesStacks = true };
        var web = new Watched($"bundle-{port}", port) { Runtime = runtime };
        var before = await box.WatchAsync(daemon, web);

        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilWellAfterAsync(before);

        var restart = Assert.Single(daemon.Journal(web.Name), entry => entry.Decisions.OfType<Restart>().Any());
        var begun = daemon.Journal(web.Name).Last(entry => entry.Decisions.OfType<BeginAction>().Any());
        Assert.InRange(restart.Up - begun.Up, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var id = Assert.IsType<LastLookEnded>(restart.Input).Evidence;
        Assert.NotNull(id);
        var bundle = new KeptBundle(box, daemon, id);
        await Eventually.TrueAsync(() => bundle.Index.RecoveredAt is not null, "the bundle knows that all is well again");
        Assert.Equal(Purpose.Restart, bundle.Index.Purpose);
        Assert.Contains(bundle.Index.Collectors, one => one is { Name: "processes", Ended: CollectorEnd.Done });
        Assert.Contains("no answer in", bundle.Read("probes.txt"), StringComparison.Ordinal);
        Assert.Contains("decided to act", bundle.Read("history.txt"), StringComparison.Ordinal);
        Assert.Contains($"LWP {bundle.Index.MainPid}", bundle.Read("stacks-gdb.txt"), StringComparison.Ordinal);
        Assert.Contains(mark, bundle.Read("stacks-gdb.txt"), StringComparison.Ordinal);
        var summary = (await daemon.RunAsync("evidence", "--open", id)).Ok();
        Assert.Contains("restart ordered", summary, StringComparison.Ordinal);
        Assert.Contains("It did not work for", summary, StringComparison.Ordinal);
        Assert.Contains(id, (await daemon.RunAsync("why", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Contains(id, (await daemon.RunAsync("status", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Contains(id, (await daemon.RunAsync("evidence", "--list", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Equal("700", (await box.ExecAsync("stat", "-c", "%a", bundle.Folder)).Trim());
        Assert.Equal("600", (await box.ExecAsync("bash", "-c", $"stat -c %a {bundle.Folder}/* | sort -u")).Trim());
    }

    [SkippableFact]
    public async Task Evidence_OnDemand_DisturbsNobody()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-demand") { TakesStacks = true };
        var web = new Watched("demand", 9602);
        var before = await box.WatchAsync(daemon, web);

        var taken = (await daemon.RunAsync("evidence", web.Name)).Ok();

        Assert.Contains("evidence on demand", taken, StringComparison.Ordinal);
        var after = await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Equal(before.Instance, after.Instance);
        Assert.NotNull(after.Evidence);
        Assert.Equal(2, (await daemon.RunAsync("evidence")).ExitCode);
        Assert.Contains("no service is called demend", (await daemon.RunAsync("evidence", "demend")).Error, StringComparison.Ordinal);

        // And the same while no daemon runs.
        await daemon.StopAsync();
        Assert.Contains("evidence on demand", (await daemon.RunAsync("evidence", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Contains("run this with sudo", (await daemon.RunAsUserAsync("evidence", "--list")).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_OnFailureEvidence_TakesABundleAndRestartsNothing()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-only") { TakesStacks = true };
        var web = new Watched("only", 9603)
        {
            Keys = """, "checks": { "deep": { "url": "http://127.0.0.1:9603/health?deep=1", "interval": "1s", "timeout": "1s", "failureThreshold": 2, "onFailure": "evidence" } }""",
        };
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "deep-fail");
        await Eventually.TrueAsync(() => daemon.Inputs<EvidenceTaken>(web.Name).Count == 1, "evidence without a restart");

        var bundle = new KeptBundle(box, daemon, daemon.Inputs<EvidenceTaken>(web.Name)[0].Id);
        Assert.Equal((Purpose.Check, "deep"), (bundle.Index.Purpose, bundle.Index.Cause));
        Assert.Contains("HTTP/1.1 50", bundle.Read("probes.txt"), StringComparison.Ordinal);
        box.Write(web.Control, "ok");
        var after = await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Equal(before.Instance, after.Instance);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
    }
}
