using System.Diagnostics;
using System.Globalization;

namespace Watchdog.Benchmarks;

/// <summary>How long until a fresh failure is seen, with and without others that hang.</summary>
internal static class HangingBench
{
    private const int Services = 200, Hanging = 10, Interval = 5, Timeout = 5;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    public static async Task RunAsync(Bench bench)
    {
        var failures = bench.Quick ? 5 : 15;
        Table.Head(
            $"{Services} services, asked every {Interval} s with {Timeout} s to answer: from a fresh failure until it is seen; {failures} failures",
            "", "watchdog, median", "longest", "monit, median", "longest");
        foreach (var hanging in (int[])[0, Hanging])
        {
            var ours = await MeasureAsync(bench, () => Watcher.WatchdogAsync(bench, Services, Interval, Timeout), hanging, failures);
            var monit = bench.HasMonit ? await MeasureAsync(bench, () => Watcher.MonitAsync(bench, Services, Interval, Timeout), hanging, failures) : null;
            Table.Row(
                hanging == 0 ? "none hangs" : $"{hanging} of them hang", Seconds(Table.Median(ours)), Seconds(ours.Max()),
                monit is null ? "–" : Seconds(Table.Median(monit)), monit is null ? "–" : Seconds(monit.Max()));
        }
    }

    /// <summary>The seconds that each failure took to be seen.</summary>
    private static async Task<double[]> MeasureAsync(Bench bench, Func<Task<Watcher>> start, int hanging, int failures)
    {
        await using var watcher = await start();
        await Task.Delay(TimeSpan.FromSeconds(12));
        for (var i = 0; i < hanging; i++) await bench.AskAsync(watcher.Port, $"/hang/{1 + (i * Services / hanging)}");
        await Task.Delay(TimeSpan.FromSeconds(15));        // those are known by now

        var took = new Task<double>[failures];
        for (var i = 0; i < failures; i++)
        {
            // Apart by no multiple of the interval, so that every place in a round gets its turn.
            var service = 7 + (i * 13 % (Services - 7));
            took[i] = SeenAsync(bench, watcher, service);
            await Task.Delay(TimeSpan.FromSeconds(3.7));
        }

        var all = await Task.WhenAll(took);
        await bench.AskAsync(watcher.Port, "/heal");
        return all;
    }

    private static async Task<double> SeenAsync(Bench bench, Watcher watcher, int service)
    {
        await bench.AskAsync(watcher.Port, string.Create(CultureInfo.InvariantCulture, $"/break/{service}"));
        var began = Stopwatch.GetTimestamp();
        var words = watcher.FailureOf(service);
        while (!await HasLineAsync(watcher.Output(), words))
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience) throw new TimeoutException($"{watcher.Name} has not seen service {service} fail in {s_patience}");
            await Task.Delay(50);
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<bool> HasLineAsync(string file, string words)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Contains(words, StringComparison.Ordinal);
    }

    private static string Seconds(double value) => $"{Table.Number(value)} s";
}
