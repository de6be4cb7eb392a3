using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Tests.Support;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

/// <summary>Children that have outlived the run which started them.</summary>
public sealed class ChildTakeUpTests
{
    [Fact]
    public async Task Unit_OfAChildThatLives_IsTheSameInstanceAndMissesNoOutput()
    {
        await using var fixture = new ChildFixture();
        var done = Path.Combine(fixture.Folder, "done");
        // More than a pipe holds that nobody has made larger.
        var config = Shell($"head -c 200000 /dev/zero | tr '\\0' x; echo; echo meanwhile >&2; touch {done}; exec sleep 60");
        var record = fixture.Outlive("web", config);
        await Eventually.TrueAsync(() => File.Exists(done), "it has written all");

        var unit = fixture.Unit("web", config);

        var status = await LookAsync(unit);
        Assert.Equal((UnitState.Active, record.Pid, record.Instance), (status.State, status.MainPid, status.Instance));
        Assert.Equal(new TimeSpan(record.StartedTicks), status.StartedAt);
        Assert.Equal(new string('x', 200_000) + "\nmeanwhile\n", await fixture.UntilWrittenAsync("web", "meanwhile\n"));
        Assert.Equal([355], fixture.Log.Ids);
        Assert.InRange((await unit.ReadMemoryAsync(MemorySource.WorkingSet, CancellationToken.None)).Bytes!.Value, 1, 100_000_000);
    }

    [Fact]
    public async Task Act_OnAStoppedOneThatWasTakenUp_KillsItAndStartsAnother()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var config = Command("/bin/sleep", "60");
        var record = fixture.Outlive("frozen", config);
        var unit = fixture.Unit("frozen", config);
        var before = await LookAsync(unit);
        await StopAsync(record.Pid);

        var outcome = await unit.ActAsync(Hung(before, TimeSpan.FromMilliseconds(300)), CancellationToken.None);

        var after = await LookAsync(unit);
        Assert.Equal((RestartResult.Done, true), (outcome.Result, outcome.Killed));
        Assert.Equal($"pid {record.Pid} ignored SIGTERM for 0.3 s and was killed; started as pid {after.MainPid}", outcome.Reason.Sentence);
        Assert.True(await IsGoneAsync(record.Pid));
        Assert.Equal(after.Instance, fixture.Records.Load("frozen")!.Instance);
    }

    [Fact]
    public async Task Act_DumpSignalForOneThatWasTakenUp_ReachesIt()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var config = Shell("trap 'echo stacks of $$' USR1; echo ready; while :; do sleep 0.1; done");
        var record = fixture.Outlive("writes", config);
        var unit = fixture.Unit("writes", config);
        await fixture.UntilWrittenAsync("writes", "ready");

        var outcome = await unit.ActAsync(Hung(await LookAsync(unit)) with { Signal = DumpSignal.Usr1 }, CancellationToken.None);

        Assert.EndsWith("; SIGUSR1 sent 2 s before", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.Contains($"stacks of {record.Pid}", await File.ReadAllTextAsync(fixture.Output("writes")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unit_TakenUpEnds_HasFailedAndIsToldAndRemembered()
    {
        await using var fixture = new ChildFixture();
        var record = fixture.Outlive("short", Command("/bin/sleep", "60"));
        var unit = fixture.Unit("short", Command("/bin/sleep", "60"));
        var told = new TaskCompletionSource();
        using var subscription = unit.Subscribe(() => told.TrySetResult());

        Assert.Equal(0, Processes.Kill(record.Pid, Libc.SigKill));

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var status = await LookAsync(unit);
        Assert.Equal((UnitState.Failed, LastEnd.ByItself, 0), (status.State, status.LastEnd, status.MainPid));
        Assert.Equal(("unknown", "ended, nobody knows how", record.Instance), (status.Result, status.SubState, status.Instance));
        Assert.Equal(record.Instance, fixture.Records.Load("short")!.Instance);
    }

    [Fact]
    public async Task Dispose_OfOneThatWasTakenUp_EndsItsWholeGroup()
    {
        var fixture = new ChildFixture(TimeSpan.FromMilliseconds(300));
        var config = Shell("(trap '' TERM; sleep 60 & echo kid $!; wait) & sleep 60");
        var record = fixture.Outlive("family", config);
        fixture.Unit("family", config);
        var kid = int.Parse((await fixture.UntilWrittenAsync("family", "\n")).Split(' ')[1], CultureInfo.InvariantCulture);

        await fixture.Manager.DisposeAsync();

        Assert.True(await IsGoneAsync(kid));
        Assert.True(await IsGoneAsync(record.Pid));
        Assert.False(File.Exists(fixture.Record("family")));
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task Unit_OfAChildThatDiedMeanwhile_HasFailedAndWaitsForItsOrder()
    {
        await using var fixture = new ChildFixture();
        var record = fixture.Outlive("died", Command("/bin/sleep", "60"));
        Assert.Equal(0, Processes.Kill(record.Pid, Libc.SigKill));
        Assert.True(await IsGoneAsync(record.Pid));

        var unit = fixture.Manager.Unit("died", Command("/bin/sleep", "60"));
        var before = await LookAsync(unit);
        await unit.ActAsync(EnsureUp, CancellationToken.None);
        var status = await UntilActiveAsync(unit);

        Assert.Equal((UnitState.Failed, LastEnd.ByItself, record.Instance, ""), (before.State, before.LastEnd, before.Instance, before.Result));
        Assert.NotEqual(record.Instance, status.Instance);
        Assert.Equal($"died: there is nothing to take up: pid {record.Pid} has ended meanwhile", fixture.Log.Messages[0]);
        Assert.Equal(status.Instance, fixture.Records.Load("died")!.Instance);
    }

    [Theory]
    [InlineData(1, "the boot")]
    [InlineData(0, "another boot")]
    public async Task Unit_WhoseNumberIsAnothersNow_NeverTouchesThatOne(int later, string boot)
    {
        await using var fixture = new ChildFixture();
        var config = Command("/bin/sleep", "60");
        var record = fixture.Outlive("reused", config, found => found with { Start = found.Start - later, Boot = later > 0 ? found.Boot : boot });

        var unit = fixture.Unit("reused", config);
        var status = await UntilActiveAsync(unit);
        await unit.ActAsync(Hung(status), CancellationToken.None);
        await fixture.Manager.DisposeAsync();

        Assert.NotEqual(record.Pid, status.MainPid);
        Assert.Equal('S', ProcStat.Read(record.Pid)!.Value.State);
    }

    [Fact]
    public async Task Unit_RecordIsTorn_IsStartedAnewAndTheOldOneIsLeftAlone()
    {
        await using var fixture = new ChildFixture();
        var config = Command("/bin/sleep", "60");
        var old = fixture.Outlive("torn", config);
        await File.WriteAllTextAsync(fixture.Record("torn"), "{\"version\":1,\"ser");

        var status = await UntilActiveAsync(fixture.Unit("torn", config));

        Assert.NotEqual(old.Pid, status.MainPid);
        Assert.Equal(359, fixture.Log.Ids[0]);
        Assert.Contains("if that one finds its port taken, end the old one by hand", fixture.Log.Messages[0], StringComparison.Ordinal);
        Assert.Equal('S', ProcStat.Read(old.Pid)!.Value.State);
    }

    [Fact]
    public async Task Unit_CommandHasChanged_GoesOnAndTakesItWithItsNextStart()
    {
        await using var fixture = new ChildFixture();
        var record = fixture.Outlive("changed", Command("/bin/sleep", "60"));

        var unit = fixture.Unit("changed", Shell("echo changed; exec sleep 60"));

        Assert.Equal(record.Instance, (await LookAsync(unit)).Instance);
        Assert.Equal([355, 358], fixture.Log.Ids);
        await unit.ActAsync(Hung(await LookAsync(unit)), CancellationToken.None);
        await fixture.UntilWrittenAsync("changed", "changed");
    }

    [Fact]
    public async Task EndOthers_Always_EndsWhoIsConfiguredNoMoreAndNobodyElse()
    {
        await using var fixture = new ChildFixture();
        var config = Shell("echo ready; trap 'echo ends; exit' TERM; while :; do sleep 0.1; done");
        var gone = fixture.Outlive("gone", config);
        var kept = fixture.Outlive("kept", config);
        var reused = fixture.Outlive("reused", config, found => found with { Start = found.Start - 1 });
        // The trap stands by then.
        await Eventually.TrueAsync(() => Catches(gone.Pid, Libc.SigTerm), "it catches SIGTERM");

        await fixture.Manager.EndOthersAsync(new HashSet<string> { "kept" });

        Assert.True(await IsGoneAsync(gone.Pid));
        var written = (await File.ReadAllTextAsync(fixture.Output("gone"))).Split('\n');
        Assert.Equal(["ready", "ends"], written.Where(line => line is "ready" or "ends"));       // the shell may tell of its sleep, too
        Assert.Equal([kept.Pid], fixture.Records.All().Select(record => record.Pid));
        Assert.True(kept.Identity.Lives);
        Assert.NotNull(ProcStat.Read(reused.Pid));
        Assert.Contains(363, fixture.Log.Ids);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("link")]
    [InlineData("nothing")]
    public async Task Unit_PipeIsNoPipeAnyMore_IsTakenUpAllTheSameAndItIsSaid(string what)
    {
        await using var fixture = new ChildFixture();
        var config = Command("/bin/sleep", "60");
        var record = fixture.Outlive("mute", config);
        var pipe = fixture.Records.PipeOf("mute");
        File.Delete(pipe);
        if (what == "file") await File.WriteAllTextAsync(pipe, "no pipe");
        if (what == "link") File.CreateSymbolicLink(pipe, "/etc/passwd");

        var unit = fixture.Unit("mute", config);

        Assert.Equal(record.Instance, (await LookAsync(unit)).Instance);
        Assert.Equal([355, 357], fixture.Log.Ids);
        Assert.False(File.Exists(fixture.Output("mute")));
    }

    [Fact]
    public async Task Adopted_WhereNothingTellsOfItsEnd_IsLookedAt()
    {
        await using var fixture = new ChildFixture();
        var record = fixture.Outlive("looked-at", Command("/bin/sleep", "60"));
        var held = new AdoptedProcess(record.Identity, null, mayBeTold: false);

        held.Signal(Libc.SigTerm, all: true);

        Assert.Equal(ChildEnd.Untold, await held.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Adopted_OfAnotherStart_IsOverAtOnceAndSignalsNobody()
    {
        await using var fixture = new ChildFixture();
        var record = fixture.Outlive("another", Command("/bin/sleep", "60"));
        var held = new AdoptedProcess(record.Identity with { Start = record.Start - 1 }, null);

        held.Signal(Libc.SigKill, all: true);
        await held.Ended.WaitAsync(Patience);

        Assert.True(record.Identity.Lives);
    }

    private static bool Catches(int pid, int signal)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(one => one.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }
}
