using System.Globalization;

namespace Watchdog.Cli.Demo;

/// <summary>
/// What is wrong with the sample service. Write one of these lines to its faults file, and it takes it up within a moment and removes
/// the file, so that the next instance is well again:
/// <list type="bullet">
/// <item><c>accept-stuck</c>: connections still succeed, through the backlog, and nothing is ever accepted again</item>
/// <item><c>deep-fail [CHECK]</c>: deep health answers 503 and names the check, <c>worker</c> or <c>database</c>; liveness is fine</item>
/// <item><c>counter-flat</c>: it serves, and its counter stands still</item>
/// <item><c>leak [MB/S [CAP]]</c>: takes that much memory a second, 20 MB up to 300 MB</item>
/// <item><c>slow MS</c>: every answer comes that much later</item>
/// <item><c>exit N</c>: ends with that code</item>
/// </list>
/// </summary>
internal sealed class SampleFaults(SampleOptions options)
{
    private readonly List<byte[]> _leaked = [];
    private volatile bool _acceptStuck;
    private volatile bool _counterFlat;
    private volatile string? _failingCheck;
    private volatile int _slowMilliseconds;

    public bool AcceptStuck => _acceptStuck;

    public bool CounterFlat => _counterFlat;

    public int SlowMilliseconds => _slowMilliseconds;

    /// <summary>The part of deep health that fails, or null.</summary>
    public string? FailingCheck => File.Exists(options.IncurableFile) ? "worker" : _failingCheck;

    public int? ExitCode { get; private set; }

    public int LeakedMegabytes => _leaked.Count;

    /// <summary>Takes up what has been written since.</summary>
    public void Take()
    {
        if (options.FaultsFile is not { } file || !File.Exists(file)) return;
        var lines = File.ReadAllLines(file);
        if (lines.Length == 0) return; // created, and not yet written
        foreach (var line in lines)
        {
            Console.WriteLine(Set(line) ? $"sample service: fault {line}" : $"sample service: not a fault: {line}");
        }

        File.Delete(file); // last: whoever wrote it sees by this that it has been taken up
    }

    /// <returns>Whether the line is a fault.</returns>
    public bool Set(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["accept-stuck"]: _acceptStuck = true; return true;
            case ["deep-fail"]: _failingCheck = "worker"; return true;
            case ["deep-fail", "worker" or "database"]: _failingCheck = words[1]; return true;
            case ["counter-flat"]: _counterFlat = true; return true;
            case ["slow", var text] when Number(text, 600_000) is { } milliseconds: _slowMilliseconds = milliseconds; return true;
            case ["exit", var text] when Number(text, 255) is { } code: ExitCode = code; return true;
            case ["leak"]: return Leak(20, 300);
            case ["leak", var rate]: return Leak(Number(rate, 1000), 300);
            case ["leak", var rate, var cap]: return Leak(Number(rate, 1000), Number(cap, 4000));
            default: return false;
        }
    }

    private bool Leak(int? megabytesPerSecond, int? cap)
    {
        if (megabytesPerSecond is not > 0 || cap is null) return false;
        var pause = TimeSpan.FromSeconds(1.0 / megabytesPerSecond.Value);
        new Thread(() => LeakUpTo(cap.Value, pause)) { IsBackground = true, Name = "leak" }.Start();
        return true;
    }

    private void LeakUpTo(int cap, TimeSpan pause)
    {
        while (_leaked.Count < cap)
        {
            var megabyte = new byte[1 << 20];
            Array.Fill(megabyte, (byte)1); // untouched memory is none
            _leaked.Add(megabyte);
            Thread.Sleep(pause);
        }
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
