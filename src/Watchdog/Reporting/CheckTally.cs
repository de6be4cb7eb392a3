using System.Text;

namespace Watchdog.Reporting;

/// <summary>What is counted of one check.</summary>
internal sealed class CheckTally(string name)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);
    private readonly LatencyTally _latency = new();
    private long _passes;

    public string Name => name;

    public NumberTally Number { get; } = new();

    public long Failures { get; set; }

    public bool IsNamed(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(_utf8);

    public void Passed(int count, TimeSpan least, TimeSpan most, ReadOnlySpan<int> spread, DateTimeOffset to, double? last, double? peak)
    {
        _passes += count;
        if (last is { } number) Number.Add(to, number, peak ?? number);
        else _latency.Add(spread, count, least, most);
    }

    public CheckReport Tell() => new() { Name = name, Passes = _passes, Failures = Failures, Latency = _latency.Tell(), Number = Number.Tell() };
}
