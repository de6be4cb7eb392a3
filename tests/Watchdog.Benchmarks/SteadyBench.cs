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
            var ours = await MeasureAsync(bench, await Watcher.WatchdogAsync(bench, services, interval, 5), window);
            var monit = bench.HasMonit ? await MeasureAsync(bench, await Watcher.MonitAsync(bench, services, interval, 5), window) : (Measured?)null;
            Table.Row(
                services == 1 ? "1 service" : $"{services} services", $"{interval} s", $"{ours.Probes}", $"{Table.Number(ours.CpuEach, "0.000")} ms",
                monit is { } its ? $"{Table.Number(its.CpuEach, "0.000")} ms" : "–", monit is { } m ? Table.Ratio(ours.CpuEach, m.CpuEach) : "–",
                MiB(ours.End.RssKiB), MiB(ours.End.PrivateKiB), monit is { } r ? MiB(r.End.RssKiB) : "–", monit is { } p ? MiB(p.End.PrivateKiB) : "–");
            one ??= ours.End;
            if (services == Bench.Most)
            {
                Console.WriteLine(
                    $"\nEach further service: {Table.Number((double)(ours.End.RssKiB - one.Value.RssKiB) / (services - 1))} KiB resident, "
                    + $"{Table.Number((double)(ours.End.PrivateKiB - one.Value.PrivateKiB) / (services - 1))} KiB private.");
            }
        }
    }

    private static async Task<Measured> MeasureAsync(Bench bench, Watcher watcher, TimeSpan window)
    {
        await using (watcher)
        {
            await Task.Delay(TimeSpan.FromSeconds(bench.Quick ? 12 : 30));       // past the first looks, and what is compiled again by then
            var countBefore = await bench.AskAsync("/count");
            var before = Footprint.Of(watcher.Pid);
            await Task.Delay(window);
            var after = Footprint.Of(watcher.Pid);
            return new Measured(await bench.AskAsync("/count") - countBefore, after.CpuMilliseconds - before.CpuMilliseconds, after);
        }
    }

    private static string MiB(long kib) => $"{Table.Number(kib / 1024.0)} MiB";

    private readonly record struct Measured(int Probes, double Cpu, Footprint End)
    {
        public double CpuEach => Cpu / Probes;
    }
}
