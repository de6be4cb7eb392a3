namespace Watchdog.Benchmarks;

/// <summary>A program that watches, running as a unit with a configuration of its own.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Port">Of the server that answers for its services.</param>
/// <param name="Pid">Its process, out here.</param>
/// <param name="Output">The file, out here, that tells of each failure it has seen, one line each, as soon as it is judged.</param>
/// <param name="FailureOf">What stands in that line for a service.</param>
internal sealed record Watcher(Box Box, string Name, string Unit, int Port, int Pid, Func<string> Output, Func<int, string> FailureOf) : IAsyncDisposable
{
    private const string Home = "/run/bench";

    /// <summary>What the unit that is installed gives the daemon.</summary>
    private static readonly string[] s_deployed =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "service-watchdog.service")).Where(line => line.StartsWith("Environment=", StringComparison.Ordinal)).Select(line => $"--property={line}")];

    /// <param name="bench">The box.</param>
    /// <param name="services">How many, from 1 on.</param>
    /// <param name="interval">Seconds from look to look.</param>
    /// <param name="timeout">Seconds for one look.</param>
    public static async Task<Watcher> WatchdogAsync(Bench bench, int services, int interval, int timeout)
    {
        const string Unit = "bench-watchdog.service";
        var state = $"{Home}/watchdog-{Guid.NewGuid():N}";
        var config = $"{state}/watchdog.json";
        bench.Box.Write(config, Configs.Watchdog(services, interval, timeout));
        var pid = await bench.Box.StartUnitAsync(
            Unit, [.. s_deployed, $"--setenv=STATE_DIRECTORY={state}/s", $"--setenv=RUNTIME_DIRECTORY={state}/r"], $"{Box.Work}/watchdog", "run", "--config", config);
        return new Watcher(
            bench.Box, "watchdog", Unit, Bench.Port, pid,
            () => Directory.GetFiles(bench.Box.HostPath($"{state}/s/journal"), "*.jsonl").Max() ?? "",
            service => $"\"service\":\"s{service}\",\"input\":{{\"kind\":\"observed\",\"observation\":{{\"check\":\"liveness\",\"look\":\"failed\"");
    }

    /// <summary>As <see cref="WatchdogAsync"/>, in monit's words.</summary>
    public static async Task<Watcher> MonitAsync(Bench bench, int services, int interval, int timeout)
    {
        const string Unit = "bench-monit.service";
        var home = $"{Home}/monit-{Guid.NewGuid():N}";
        bench.Box.Write($"{home}/monitrc", Configs.Monit(home, services, interval, timeout));
        File.SetUnixFileMode(bench.Box.HostPath($"{home}/monitrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var pid = await bench.Box.StartUnitAsync(Unit, [], "/usr/bin/monit", "-I", "-c", $"{home}/monitrc");
        return new Watcher(bench.Box, "monit", Unit, Bench.MonitPort, pid, () => bench.Box.HostPath($"{home}/log"), service => $"'s{service}' failed");
    }

    public async ValueTask DisposeAsync() => await Box.StopUnitAsync(Unit);
}
