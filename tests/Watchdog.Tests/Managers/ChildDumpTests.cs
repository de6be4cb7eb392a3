using Watchdog.Core;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class ChildDumpTests
{
    [Fact]
    public async Task Act_SignalWithAHandler_IsWaitedForBeforeTheRestart()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var unit = fixture.Unit("writes", Shell("trap 'echo stacks of $$' USR1; echo ready; while :; do sleep 0.1; done"));
        var before = await UntilActiveAsync(unit);
        await fixture.UntilWrittenAsync("writes", "ready");

        var outcome = await unit.ActAsync(Hung(before) with { Signal = DumpSignal.Usr1 }, CancellationToken.None);

        Assert.Equal(RestartResult.Done, outcome.Result);
        Assert.EndsWith("; SIGUSR1 sent 2 s before", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.Contains($"stacks of {before.MainPid}", await File.ReadAllTextAsync(fixture.Output("writes")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DumpSignal.Usr1, "SIGUSR1")]
    [InlineData(DumpSignal.Abrt, "SIGABRT")]
    public async Task Act_SignalThatEndsIt_IsStartedWithoutAnother(DumpSignal signal, string name)
    {
        await using var fixture = new ChildFixture(TimeSpan.FromSeconds(30));
        var unit = fixture.Unit("ends", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);

        var outcome = await unit.ActAsync(Hung(before) with { Signal = signal }, CancellationToken.None);

        var after = await LookAsync(unit);
        Assert.Equal(
            $"pid {before.MainPid} ended; started as pid {after.MainPid}; {name} sent before, by which it ended",
            outcome.Reason.Sentence);
        Assert.Equal((UnitState.Active, false), (after.State, outcome.Killed));
    }

    [Fact]
    public async Task Act_SignalForAStoppedProcess_IsNotWaitedFor()
    {
        await using var fixture = new ChildFixture(TimeSpan.FromMilliseconds(300));
        var unit = fixture.Unit("frozen", Command("/bin/sleep", "60"));
        var before = await UntilActiveAsync(unit);
        await StopAsync(before.MainPid);

        var outcome = await unit.ActAsync(Hung(before) with { Signal = DumpSignal.Quit }, CancellationToken.None);

        Assert.EndsWith("; SIGQUIT sent before, while it was stopped", outcome.Reason.Sentence, StringComparison.Ordinal);
        Assert.True(outcome.Killed);
    }
}
