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
        Assert.Null(runs.Pass(Pass("liveness", 5), At(0)));
        Assert.Null(runs.Pass(Pass("deepHealth", 50), At(1)));
        Assert.Null(runs.Pass(Pass("liveness", 2), At(15)));
        Assert.Null(runs.Pass(Pass("liveness", 9), At(30)));
        var run = runs.End("liveness")!;
        Assert.Equal(
            new PassRun("liveness", 3, Noon, Noon.AddSeconds(30), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9)),
            run with { Spread = null });
        Assert.Equal([20, 1, -4, 1, -2, 1], run.Spread!.Value.ToArray());
        Assert.Null(runs.End("liveness"));
        Assert.Null(runs.End("memory"));
        Assert.Equal(["deepHealth"], runs.EndAll().Select(run => run.Check));
        Assert.Empty(runs.EndAll());
    }

    [Fact]
    public void Pass_AfterTenMinutes_TellsTheRunAndBeginsANewOne()
    {
        var runs = new PassRuns();
        var told = Enumerable.Range(0, 82).Select(number => runs.Pass(Pass("liveness", 1), At(number * 15))).OfType<PassRun>().ToList();
        Assert.Equal([(41, Noon, Noon.AddMinutes(10)), (41, Noon.AddSeconds(615), Noon.AddSeconds(1215))], told.Select(run => (run.Count, run.From, run.To)));
    }

    [Fact]
    public void Pass_ClockWentBack_CountsUptime()
    {
        var runs = new PassRuns();
        runs.Pass(Pass("liveness", 0), At(0));
        Assert.Null(runs.Pass(Pass("liveness", 0), At(15) with { Utc = Noon.AddDays(1) }));
    }

    [Fact]
    public void Pass_OfANumberWithALimit_TellsTheLastAndTheHighest()
    {
        var runs = new PassRuns();
        foreach (var (number, second) in new[] { (10.0, 0), (30.0, 15), (20.0, 30) }) runs.Pass(Pass("memory", 1) with { Number = number, Limit = 100 }, At(second));
        var run = runs.End("memory")!;
        Assert.Equal((20.0, 30.0, null), (run.Last, run.Peak, run.Spread));

        runs.Pass(Pass("memory", 1) with { Number = 5, Limit = 100 }, At(45));
        Assert.Equal((5.0, 5.0), (runs.End("memory")!.Last, 5.0));
    }

    [Fact]
    public void Pass_AmongPasses_AllocatesNothing()
    {
        var (runs, pass) = (new PassRuns(), Pass("liveness", 5));
        runs.Pass(pass, At(0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++) runs.Pass(pass, At(1));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Observation Pass(string check, double milliseconds) => Observation.Pass(check) with { Took = TimeSpan.FromMilliseconds(milliseconds) };

    private static Moment At(int seconds) => new(TimeSpan.FromSeconds(1000 + seconds), Noon.AddSeconds(seconds));
}
