using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class ActivityLookTests
{
    private const int Main = 10;
    private const int Worker = 11;

    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(500);

    /// <summary>Of the main process and a worker: the states in both looks, and the CPU used between them in ticks of 10 ms (50 are all of one CPU).</summary>
    [Theory]
    [InlineData("SS", 0, "SS", 0, nameof(ProcessActivity.Idle))]
    [InlineData("RS", 0, "SS", 0, nameof(ProcessActivity.Idle))]
    [InlineData("SS", 1, "SS", 0, nameof(ProcessActivity.Working))]
    [InlineData("SR", 0, "SS", 0, nameof(ProcessActivity.Working))]
    [InlineData("SS", 0, "SD", 0, nameof(ProcessActivity.Working))]
    [InlineData("SS", 20, "SS", 24, nameof(ProcessActivity.Working))]
    [InlineData("SS", 0, "RR", 40, nameof(ProcessActivity.Burning))]
    [InlineData("RR", 40, "SS", 0, nameof(ProcessActivity.Burning))]
    [InlineData("RR", 39, "SS", 39, nameof(ProcessActivity.Working))]
    [InlineData("TT", 0, "SS", 0, nameof(ProcessActivity.Stopped))]
    [InlineData("tt", 0, "SS", 0, nameof(ProcessActivity.Stopped))]
    [InlineData("Tt", 0, "RR", 50, nameof(ProcessActivity.Stopped))]
    [InlineData("TT", 0, "TT", 0, nameof(ProcessActivity.Stopped))]
    [InlineData("ST", 0, "SS", 0, nameof(ProcessActivity.Working))]
    [InlineData("Rt", 10, "SS", 0, nameof(ProcessActivity.Working))]
    [InlineData("SS", 0, "TT", 0, nameof(ProcessActivity.Idle))]
    [InlineData("DD", 0, "SS", 0, nameof(ProcessActivity.Uninterruptible))]
    [InlineData("DD", 0, "RR", 50, nameof(ProcessActivity.Uninterruptible))]
    [InlineData("SD", 0, "SS", 0, nameof(ProcessActivity.Working))]
    [InlineData("DS", 0, "SS", 0, nameof(ProcessActivity.Idle))]
    public void Between_TwoLooks_TellsWhatItIsAt(string mainStates, int mainTicks, string workerStates, int workerTicks, string expected)
    {
        var look = ActivityLook.Between(
            At(TimeSpan.Zero, Process(Main, mainStates[0], 100), Process(Worker, workerStates[0], 7)),
            At(Half, Process(Main, mainStates[1], 100 + mainTicks), Process(Worker, workerStates[1], 7 + workerTicks)),
            Main);

        Assert.Equal(expected, look.Activity.ToString());
        Assert.Equal((mainTicks + workerTicks) / 50.0, look.Cpu, 6);
        Assert.Equal(2, look.Processes);
    }

    [Fact]
    public void Between_NoProcessLeft_IsGone() =>
        Assert.Equal(ProcessActivity.Gone, ActivityLook.Between(At(TimeSpan.Zero, Process(Main, 'S', 0)), At(Half), Main).Activity);

    [Fact]
    public void Between_MainGoneAndAllOthersStopped_IsStopped() =>
        Assert.Equal(
            ProcessActivity.Stopped,
            ActivityLook.Between(At(TimeSpan.Zero, Process(Main, 'S', 0), Process(Worker, 'T', 0)), At(Half, Process(Worker, 'T', 0)), Main).Activity);

    [Fact]
    public void Between_IdGivenToAnotherProcess_IsNotTakenForWork()
    {
        var look = ActivityLook.Between(At(TimeSpan.Zero, Process(Main, 'S', 0)), At(Half, Process(Main, 'S', 5000, start: 2)), Main);

        Assert.Equal((ProcessActivity.Idle, 0.0), (look.Activity, look.Cpu));
    }

    [Fact]
    public void Between_OneThreadOfManyBurns_IsBurning()
    {
        var before = Process(Main, 'S', 0) with { Threads = [new(Main, 'S', default), new(12, 'S', default)] };
        var after = Process(Main, 'S', 46) with { Threads = [new(Main, 'S', default), new(12, 'R', TimeSpan.FromMilliseconds(460))] };

        var look = ActivityLook.Between(At(TimeSpan.Zero, before), At(Half, after), Main);

        Assert.Equal((ProcessActivity.Burning, 0.92), (look.Activity, Math.Round(look.BusiestThread, 6)));
    }

    [Fact]
    public void Between_OneThreadWaitsForADisk_IsNoIdleness()
    {
        var process = Process(Main, 'S', 0) with { Threads = [new(Main, 'S', default), new(12, 'D', default)] };

        Assert.Equal(ProcessActivity.Working, ActivityLook.Between(At(TimeSpan.Zero, process), At(Half, process), Main).Activity);
    }

    private static ActivitySnapshot At(TimeSpan at, params ProcessSample[] processes) => new(at, [.. processes]);

    private static ProcessSample Process(int pid, char state, long ticks, long start = 1)
    {
        var stat = new ProcStat("web", state, 1, pid, ticks, 1, start, 0);
        return new ProcessSample(pid, stat, [new ThreadFacts(pid, state, stat.Cpu)]);
    }
}
