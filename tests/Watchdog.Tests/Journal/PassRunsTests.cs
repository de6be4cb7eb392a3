using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class PassRunsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void End_AfterPasses_TellsTheRunOnce()
    {
        var runs = new PassRuns();
        Assert.Null(runs.Pass("liveness", At(0), TimeSpan.FromMilliseconds(5)));
        Assert.Null(runs.Pass("deepHealth", At(1), TimeSpan.FromMilliseconds(50)));
        Assert.Null(runs.Pass("liveness", At(15), TimeSpan.FromMilliseconds(2)));
        Assert.Null(runs.Pass("liveness", At(30), TimeSpan.FromMilliseconds(9)));
        Assert.Equal(
            new PassRun("liveness", 3, Noon, Noon.AddSeconds(30), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9)),
            runs.End("liveness"));
        Assert.Null(runs.End("liveness"));
        Assert.Null(runs.End("memory"));
        Assert.Equal(["deepHealth"], runs.EndAll().Select(run => run.Check));
        Assert.Empty(runs.EndAll());
    }

    [Fact]
    public void Pass_AfterTenMinutes_TellsTheRunAndBeginsANewOne()
    {
        var runs = new PassRuns();
        var told = Enumerable.Range(0, 82).Select(number => runs.Pass("liveness", At(number * 15), TimeSpan.FromMilliseconds(1))).OfType<PassRun>().ToList();
        Assert.Equal([(41, Noon, Noon.AddMinutes(10)), (41, Noon.AddSeconds(615), Noon.AddSeconds(1215))], told.Select(run => (run.Count, run.From, run.To)));
    }

    [Fact]
    public void Pass_ClockWentBack_CountsUptime()
    {
        var runs = new PassRuns();
        runs.Pass("liveness", At(0), default);
        Assert.Null(runs.Pass("liveness", At(15) with { Utc = Noon.AddDays(1) }, default));
    }

    private static Moment At(int seconds) => new(TimeSpan.FromSeconds(1000 + seconds), Noon.AddSeconds(seconds));
}
