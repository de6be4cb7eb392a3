using System.Diagnostics;
using System.Globalization;
using Watchdog.Tests.Reporting.Told;

namespace Watchdog.Benchmarks;

/// <summary>What a report of a month costs, against the least that one can do with the same files: to count lines and looks in them by service, in Python or jq.</summary>
internal static class ReportBench
{
    private const int Services = 50, Days = 30;

    private const string Python = """
        import json, sys
        seen = {}
        for name in sys.argv[1:]:
            with open(name, 'rb') as file:
                for line in file:
                    entry = json.loads(line)
                    service = seen.setdefault(entry['service'], [0, 0])
                    service[0] += 1
                    if 'passes' in entry: service[1] += entry['passes']['count']
        print(len(seen), sum(one[1] for one in seen.values()))
        """;

    public static async Task RunAsync(WorkFolder work, bool quick)
    {
        var (services, days, rounds) = quick ? (10, 7, 3) : (Services, Days, 7);
        var state = Path.Combine(work.Path, "state");
        var journal = Path.Combine(state, "journal");
        Console.Error.WriteLine($"writing {days} days of {services} services …");
        ToldJournal.SaveMonth(journal, services, days, DateTimeOffset.UtcNow);
        var files = Directory.GetFiles(journal);
        var lines = files.Sum(file => File.ReadLines(file).LongCount());
        Table.Head(
            $"A report of {days} days of {services} services with three checks each: {Table.Number(files.Sum(file => new FileInfo(file).Length) / 1048576.0)} MiB, {lines.ToString("#,0", CultureInfo.InvariantCulture)} lines; median of {rounds}",
            "", "wall", "CPU", "peak memory", "wall, ours / theirs");
        string[] since = ["report", "--since", $"{days}d"];
        var ours = await MeasureAsync(rounds, state, [work.Program, .. since]);
        Row("`watchdog report`", ours, ours);
        Row("`watchdog report --html`", await MeasureAsync(rounds, state, [work.Program, .. since, "--html"]), ours);
        if (Shell.Has("python3")) Row("Python: `json.loads` of each line, and a sum", await MeasureAsync(Math.Min(rounds, 3), state, ["/usr/bin/python3", "-c", Python, .. files]), ours);
        if (Shell.Has("jq")) Row("`jq -n 'reduce inputs …'`, a sum", await MeasureAsync(Math.Min(rounds, 3), state, ["jq", "-n", "reduce inputs as $e ({}; .[$e.service] += ($e.passes.count // 0))", .. files]), ours);
    }

    private static void Row(string name, Used used, Used ours) => Table.Row(
        name, $"{Table.Number(used.Wall, "0.00")} s", $"{Table.Number(used.Cpu, "0.00")} s", $"{Table.Number(used.PeakKiB / 1024.0)} MiB", name.Contains("watchdog", StringComparison.Ordinal) ? "–" : Table.Ratio(ours.Wall, used.Wall));

    private static async Task<Used> MeasureAsync(int rounds, string state, string[] command)
    {
        var all = new List<Used>();
        for (var i = -1; i < rounds; i++)
        {
            var used = await RunAsync(state, command);
            if (i >= 0) all.Add(used);      // the first one fills the page cache
        }

        return new Used(Table.Median(all.Select(one => one.Wall)), Table.Median(all.Select(one => one.Cpu)), all.Max(one => one.PeakKiB));
    }

    /// <summary>A shell of its own waits for each, so that its children are this one alone: GNU time is not everywhere.</summary>
    private static async Task<Used> RunAsync(string state, string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Watchdog.Benchmarks.dll"), "peak", .. command]) { RedirectStandardOutput = true };
        (start.Environment["STATE_DIRECTORY"], start.Environment["RUNTIME_DIRECTORY"]) = (state, state);
        using var process = Process.Start(start)!;
        var words = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || words.Length != 3) throw new InvalidOperationException($"{string.Join(' ', command.Take(3))} ended with {process.ExitCode}");
        return new Used(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private sealed record Used(double Wall, double Cpu, long PeakKiB);
}
