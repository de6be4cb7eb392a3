namespace Watchdog.Benchmarks;

/// <summary>What watching costs while all is well, against monit with the same checks.</summary>
internal static class SteadyBench
{
    public static async Task RunAsync(Bench bench)
    {
        var window = TimeSpan.FromSeconds(bench.Quick ? 20 : 60);
        Table.Head(
            $"Steady state over {window.TotalSeconds} s, a fresh HTTP connection a probe",
            "", "interval", "probes", "watchdog: CPU a probe", "monit", "ratio", "watchdog: resident", "private", "monit: resident", "private");
        Footprint? one = null;
        foreach (var (services, interval) in ((int, int)[])[(1, 1), (200, 5), (Bench.Most, 10)])
        {
            var (ours, monit) = await MeasureAsync(bench, services, interval, window);
            Table.Row(
                services == 1 ? "1 service" : $"{services} services", $"{interval} s", $"{ours.Probes}", Milliseconds(ours.CpuEach),
                monit is { } its ? Milliseconds(its.CpuEach) : "–", monit is { } m ? Table.Ratio(ours.CpuEach, m.CpuEach) : "–",
                MiB(ours.End.RssKiB), MiB(ours.End.DirtyKiB), monit is { } r ? MiB(r.End.RssKiB) : "–", monit is { } p ? MiB(p.End.DirtyKiB) : "–");
            one ??= ours.End;
            if (services == Bench.Most) Further(one.Value, ours.End);
        }
    }

    /// <summary>Both in the same minutes, so that whatever else the machine does meets both.</summary>
    private static async Task<(Measured Ours, Measured? Monit)> MeasureAsync(Bench bench, int services, int interval, TimeSpan window)
    {
        await using var ours = await Watcher.WatchdogAsync(bench, services, interval, 5);
        await using var monit = bench.HasMonit ? await Watcher.MonitAsync(bench, services, interval, 5) : null;
        await Task.Delay(TimeSpan.FromSeconds(bench.Quick ? 20 : 60));       // past the first looks and what they load
        var (before, monitBefore) = (await Measured.NowAsync(bench, ours), monit is null ? (Measured?)null : await Measured.NowAsync(bench, monit));
        await Task.Delay(window);
        var after = await Measured.NowAsync(bench, ours);
        return (after.Since(before), monit is null ? null : (await Measured.NowAsync(bench, monit)).Since(monitBefore!.Value));
    }

    private static void Further(Footprint one, Footprint most) => Console.WriteLine(
        $"\nEach further service: {Table.Number((double)(most.RssKiB - one.RssKiB) / (Bench.Most - 1))} KiB resident, "
        + $"{Table.Number((double)(most.DirtyKiB - one.DirtyKiB) / (Bench.Most - 1))} KiB private.");

    private static string Milliseconds(double value) => $"{Table.Number(value, "0.000")} ms";

    private static string MiB(long kib) => $"{Table.Number(kib / 1024.0)} MiB";

    private readonly record struct Measured(int Probes, double Cpu, Footprint End)
    {
        public double CpuEach => Cpu / Probes;

        public static async Task<Measured> NowAsync(Bench bench, Watcher watcher)
        {
            var probes = await bench.AskAsync(watcher.Port, "/count");
            var footprint = Footprint.Of(watcher.Pid);
            return new Measured(probes, footprint.CpuMilliseconds, footprint);
        }

        public Measured Since(Measured before) => new(Probes - before.Probes, Cpu - before.Cpu, End);
    }
}
