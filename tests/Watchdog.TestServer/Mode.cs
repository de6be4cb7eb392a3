using System.Diagnostics;
using System.Globalization;

namespace Watchdog.TestServer;

/// <summary>One way to behave, as the control file names it; each new content of the file is a mode of its own.</summary>
internal sealed class Mode
{
    private static readonly string[] s_names =
    [
        "ok", "deep-fail", "dependency", "flat", "grow", "exit", "hang-accept", "hang-handler", "deadlock", "spin", "accept-spin", "backlog-full", "refuse", "stutter",
        "slow", "slow-single", "pool-full-stuck", "pool-full-held", "status", "status-empty", "login", "html", "wrong-json", "reset",
    ];

    private readonly double[] _numbers;
    private readonly long _since = Stopwatch.GetTimestamp();

    /// <param name="control">What the control file says.</param>
    /// <param name="data">What the data file says; it counts while the control file says ok.</param>
    public Mode(string control, string data)
    {
        var lines = control.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(words => words.Length > 0).ToArray();
        Busy = lines.FirstOrDefault(words => words[0] == "busy") is { } busy ? int.Parse(busy[1], CultureInfo.InvariantCulture) : 0;
        var mode = lines.FirstOrDefault(words => words[0] != "busy") ?? ["ok"];
        Name = (mode[0], data) switch
        {
            ("ok", "broken") => "deep-fail",
            ("ok", "hang") => "hang-accept",
            _ => mode[0],
        };
        if (!s_names.Contains(Name)) throw new ArgumentException($"unknown mode: {control}");
        _numbers = [.. mode[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    public string Name { get; }

    /// <summary>How much work it claims to have in flight.</summary>
    public int Busy { get; }

    public int Number => (int)_numbers[0];

    public TimeSpan Delay => TimeSpan.FromSeconds(_numbers[0]);

    public int Workers => _numbers.Length > 0 ? Number : 4;

    public bool PoolIsFull => Name is "pool-full-stuck" or "pool-full-held";

    /// <summary>Whether accept loop and handlers stand still at this moment, to go on later.</summary>
    public bool StandsStill => Name == "stutter" && Stopwatch.GetElapsedTime(_since).TotalSeconds % _numbers[1] < _numbers[0];
}
