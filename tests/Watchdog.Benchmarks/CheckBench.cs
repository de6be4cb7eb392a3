using System.Globalization;

namespace Watchdog.Benchmarks;

/// <summary>What one round costs, all healthy, against the script that people write instead.</summary>
internal static class CheckBench
{
    private const string Home = "/run/bench/check";

    public static async Task RunAsync(Bench bench)
    {
        var rounds = bench.Quick ? 7 : 31;
        bench.Box.Write($"{Home}/script", Configs.Script);
        bench.Box.Write($"{Home}/each", $"for i in $(seq $1); do sh {Home}/script $i; done\n");
        Table.Head(
            $"One round, all healthy; median of {rounds}",
            "", "`watchdog check`, wall", "CPU", "`curl -fsS … \\|\\| systemctl restart …`, wall", "CPU", "ours / the script, wall", "CPU");
        foreach (var services in (int[])[1, 10, 100])
        {
            var config = $"{Home}/watchdog-{services}.json";
            bench.Box.Write(config, Configs.Watchdog(services, 15, 10, "restart"));
            var ours = await TimeAsync(bench, rounds, "env", $"STATE_DIRECTORY={Home}/s{services}", $"RUNTIME_DIRECTORY={Home}/r{services}", $"{Box.Work}/watchdog", "check", "--config", config);
            var script = await TimeAsync(bench, rounds, services == 1 ? ["sh", $"{Home}/script", "1"] : ["sh", $"{Home}/each", $"{services}"]);
            Table.Row(
                services == 1 ? "1 service" : $"{services} services (the script {services} times)",
                $"{Table.Number(ours.Wall)} ms", $"{Table.Number(ours.Cpu)} ms", $"{Table.Number(script.Wall)} ms", $"{Table.Number(script.Cpu)} ms",
                Table.Ratio(ours.Wall, script.Wall), Table.Ratio(ours.Cpu, script.Cpu));
        }
    }

    private static async Task<(double Wall, double Cpu)> TimeAsync(Bench bench, int rounds, params string[] command)
    {
        var lines = await bench.Box.RunAsync(["dotnet", $"{Box.Work}/bench/Watchdog.Benchmarks.dll", "time", rounds.ToString(CultureInfo.InvariantCulture), .. command]);
        var times = lines.Split('\n').Select(line => line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return (Table.Median(times.Select(time => time[0])), Table.Median(times.Select(time => time[1])));
    }
}
