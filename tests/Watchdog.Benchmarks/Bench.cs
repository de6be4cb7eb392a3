using System.Globalization;

namespace Watchdog.Benchmarks;

/// <summary>The box with everything to watch in it: a thousand active units and the server that answers for them.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const int Most = 1000;
    public const int Port = 8100;

    private const string TargetUnit = "bench-target.service";

    private Bench(Box box, bool quick) => (Box, Quick) = (box, quick);

    public Box Box { get; }

    public bool Quick { get; }

    /// <summary>Where there is no monit, the tables have our side only.</summary>
    public bool HasMonit { get; } = Shell.Has("monit");

    public static string Unit(int service) => string.Create(CultureInfo.InvariantCulture, $"bench-{service}.service");

    public static string Url(int service) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/s/{service}");

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
        await box.StartUnitAsync(TargetUnit, [], "/usr/bin/env", "dotnet", $"{Box.Work}/bench/Watchdog.Benchmarks.dll", "serve", Port.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; ; i++)
        {
            try
            {
                await bench.AskAsync("/count");
                return bench;
            }
            catch (InvalidOperationException) when (i < 100)
            {
                await Task.Delay(100);      // it does not listen yet
            }
        }
    }

    /// <summary>Tells the server something.</summary>
    /// <returns>How often its services have been asked.</returns>
    public async Task<int> AskAsync(string path) =>
        int.Parse(await Box.RunAsync("curl", "-fsS", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{path}")), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync() => await Box.StopUnitAsync(TargetUnit);
}
