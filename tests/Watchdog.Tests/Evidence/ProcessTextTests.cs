using Watchdog.Config;
using Watchdog.Evidence.Collectors;
using Watchdog.Kernel;

namespace Watchdog.Tests.Evidence;

public sealed class ProcessTextTests
{
    [Fact]
    public void Of_ThreadThatSpins_IsNamedWithItsShare()
    {
        var text = Text();

        var shown = text.Of([Look(7, 'R', (7, 100, 'S'), (8, 500, 'R'))], [Look(7, 'R', (7, 100, 'S'), (8, 590, 'R'))], new Dictionary<int, BlockingFiles>());

        Assert.Equal("1 process, 2 threads; tid 8 of pid 7 (web) uses 90 % of a CPU", text.Summary);
        Assert.Contains("    tid 8        RR   90 %  -                        web\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ThreadsThatWaitForADriverTwice_AreNamedWithTheirPlace()
    {
        var text = Text();

        text.Of([Look(7, 'S', (7, 0, 'S'), (8, 0, 'D'))], [Look(7, 'S', (7, 0, 'S'), (8, 0, 'D'))], new Dictionary<int, BlockingFiles>());

        Assert.Equal("1 process, 2 threads; pid 7 (web) waits for a disk or driver in 1 thread (-)", text.Summary);
    }

    [Fact]
    public void Of_NumberThatAnotherProcessGotMeanwhile_IsNoShare()
    {
        var text = Text();
        var other = Look(7, 'R', (7, 9999, 'R')) with { Stat = Stat('R', 9999) with { StartTicks = 77 } };

        text.Of([Look(7, 'S', (7, 0, 'S'))], [other], new Dictionary<int, BlockingFiles>());

        Assert.Equal("1 process, 1 thread; pid 7 (web) ended meanwhile", text.Summary);
    }

    [Fact]
    public void AsTree_RingOfParents_IsToldOnceEach()
    {
        var tree = ProcessLook.AsTree([Look(1, 'S') with { Stat = Stat('S', 0) with { Parent = 2 } }, Look(2, 'S') with { Stat = Stat('S', 0) with { Parent = 1 } }]);

        Assert.Equal([(1, 0), (2, 0)], tree.Select(one => (one.Process.Pid, one.Depth)));
    }

    private static ProcessText Text() => new(Evidences.Subject(7), Secrets.None, new UserNames("root:x:0:0::/root:/bin/sh\n"), TimeSpan.FromSeconds(1), "/nowhere");

    private static ProcessLook Look(int pid, char state, params (int Id, long Ticks, char State)[] threads) =>
        new(pid, Stat(state, threads.Sum(one => one.Ticks)), [.. threads.Select(one => new ThreadLook(one.Id, Stat(one.State, one.Ticks), ThreadLook.Nowhere))], false);

    private static ProcStat Stat(char state, long ticks) => new("web", state, 1, 1, ticks, 1, 50, 10);
}
