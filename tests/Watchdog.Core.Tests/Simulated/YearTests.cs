using System.Diagnostics;
using Xunit.Abstractions;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

[Collection(nameof(Simulated))]
public class YearTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    /// <summary>A hang a month (two of which a deploy cures first), a deploy a week, a crash every ten days; liveness every 15 s and deep health every 60 s.</summary>
    [Fact]
    public void Advance_AServiceYear_TakesAboutASecondAndMendsEveryHang()
    {
        var oracle = new Oracle(Policy(Liveness, Deep));
        var world = new World(Policy(Liveness, Deep), new Random(1), oracle.Watch, new Truth());
        var begin = world.Now;
        for (var day = 0; day < 365; day++)
        {
            var at = begin + TimeSpan.FromDays(day) + H(3);
            if (day % 30 == 0) world.At(at, world.Truth.Hang);
            if (day % 7 == 1) world.At(at, () => Start(world, byManager: false));
            if (day % 10 == 5) world.At(at, () => Start(world, byManager: true));
        }

        var (watch, spent) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        world.RunUntil(begin + s_year);

        output.WriteLine($"{world.Turns} turns in {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Empty(oracle.Broken);
        Assert.Equal(11, oracle.Restarts.Count);
        Assert.Equal(Phase.Watching, world.State.Phase);
        Assert.InRange(world.Turns, 2_600_000, 2_700_000);

        // Processor time, and plenty of it: neither a busy machine nor a debug build makes this fail, a quadratic rule does.
        Assert.True(Process.GetCurrentProcess().TotalProcessorTime - spent < S(30));
    }

    private static void Start(World world, bool byManager)
    {
        world.Truth.Start(world.Now, byManager);
        world.Changed();
    }
}
