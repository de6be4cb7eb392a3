using System.Globalization;

namespace Watchdog.Benchmarks;

/// <summary>The box with everything to watch in it: a thousand active units and the server that answers for them.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const int Most = 1000;

    /// <summary>Each watcher has a server of its own, so that both can be measured in the same minute and their probes told apart.</summary>
    public const int Port = 8100, MonitPort = 8101;

    private Bench(Box box, bool quick) => (Box, Quick) = (box, quick);

    public Box Box { get; }

    public bool Quick { get; }

    /// <summary>Where there is no monit, the tables have our side only.</summary>
    public bool HasMonit { get; } = Shell.Has("monit");

    public static string Unit(int service) => string.Create(CultureInfo.InvariantCulture, $"bench-{service}.service");

    public static async Task<Bench> PrepareAsync(Box box, bool quick)
    {
        var bench = new Bench(box, quick);
        if (!bench.HasMonit) Console.Error.WriteLine("no monit here (Debian: apt-get install monit): its side is left out");

        Console.Error.WriteLine($"preparing {Most} units …");
        var units = Enumerable.Range(1, Most).Select(Unit).ToArray();
        foreach (var unit in units)
        {
            // Active without a process: what is measured is who watches, not what is watched.
            box.Write($"/run/systemd/system/{unit}", "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n");
        }

        await box.RunAsync("systemctl", "daemon-reload");
        if (bench.HasMonit) await box.RunAsync("systemctl", "stop", "monit.service");       // the package's own, which starts with the system
        await box.RunAsync(["systemctl", "start", .. units]);
        foreach (var port in (int[])[Port, MonitPort]) await bench.ServeAsync(port);
        return bench;
    }

    /// <summary>Tells the server something.</summary>
    /// <returns>How often its services have been asked.</returns>
    public async Task<int> AskAsync(int port, string path) =>
        int.Parse(await Box.RunAsync("curl", "-fsS", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{path}")), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        foreach (var port in (int[])[Port, MonitPort]) await Box.StopUnitAsync(TargetUnit(port));
    }

    private static string TargetUnit(int port) => string.Create(CultureInfo.InvariantCulture, $"bench-target-{port}.service");

    private async Task ServeAsync(int port)
    {
        await Box.StartUnitAsync(TargetUnit(port), [], "/usr/bin/env", "dotnet", $"{Box.Work}/bench/Watchdog.Benchmarks.dll", "serve", port.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; ; i++)
        {
            try
            {
                await AskAsync(port, "/count");
                return;
            }
            catch (InvalidOperationException) when (i < 100)
            {
                await Task.Delay(100);      // it does not listen yet
            }
        }
    }
}
