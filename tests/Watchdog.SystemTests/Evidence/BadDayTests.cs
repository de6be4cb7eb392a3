using Watchdog.Core;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>What goes wrong with evidence costs the evidence alone.</summary>
public sealed class BadDayTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private string Evidence => box.HostPath("/var/lib/wd-midway/evidence");

    [SkippableFact]
    public async Task Run_DiskIsFull_CostsTheBundleNeitherTheRestartNorTheLedger()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-full");
        var web = new Watched("full", 9621);
        await box.ExecAsync("mkdir", "-p", daemon.StateFolder);
        await box.ExecAsync("mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", daemon.StateFolder);
        var before = await box.WatchAsync(daemon, web);

        await box.TryExecAsync("dd", "if=/dev/zero", $"of={daemon.StateFolder}/filler", "bs=4k");
        await box.FreezeAsync(daemon, web.Unit);
        var after = await daemon.UntilWellAfterAsync(before);

        Assert.Equal(1, after.Ledger.Restarts);
        Assert.Null(after.Evidence);
        Assert.Contains("no evidence is kept of this", await daemon.LogAsync(), StringComparison.Ordinal);
        Assert.Empty(KeptBundle.Of(box, daemon));

        // Once there is room again, so is evidence; and of a small disk it takes no more than half of what is left.
        await box.ExecAsync("rm", $"{daemon.StateFolder}/filler");
        await box.FreezeAsync(daemon, web.Unit);
        var again = await daemon.UntilWellAfterAsync(after);
        Assert.Equal(2, again.Ledger.Restarts);
        Assert.NotNull(again.Evidence);
        Assert.InRange(new KeptBundle(box, daemon, again.Evidence).Index.Bytes, 1, 256 << 10);
    }

    [SkippableFact]
    public async Task Run_KilledInTheMiddleOfABundle_LeavesAReadablePartAndGoesOn()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-midway");
        var web = new Watched("midway", 9622);
        var before = await box.WatchAsync(daemon, web);

        // What is read twice, a second apart, is not done sooner.
        await box.FreezeAsync(daemon, web.Unit);
        await Eventually.TrueAsync(() => Unfinished().Length > 0, "a bundle is begun");
        await box.CrashAsync(daemon, daemon.Unit);
        var partial = Path.GetFileName(Path.GetDirectoryName(Unfinished()[0]))!;
        await daemon.UntilWellAfterAsync(before);

        Assert.Single(daemon.Decisions<Restart>(web.Name));
        Assert.Contains("incomplete", (await daemon.RunAsync("evidence", "--list")).Ok(), StringComparison.Ordinal);
        var summary = (await daemon.RunAsync("evidence", "--open", partial)).Ok();
        Assert.Contains("midway", summary, StringComparison.Ordinal);
        Assert.Contains("the watchdog ended meanwhile", summary, StringComparison.Ordinal);
    }

    private string[] Unfinished() => Directory.Exists(Evidence) ? [.. Directory.GetFiles(Evidence, "unfinished.md", SearchOption.AllDirectories).Where(path => new FileInfo(path).Length > 0)] : [];
}
