namespace Watchdog.Reporting;

/// <summary>The highest and the latest of a number, and how fast it grows: least squares over what was told since the last start.</summary>
internal sealed class NumberTally
{
    /// <summary>Below this, a slope says more of the noise.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromHours(1);

    private const int Fewest = 6;

    private double? _last;
    private double _peak = double.NegativeInfinity;
    private DateTimeOffset _from;
    private DateTimeOffset _to;
    private int _count;
    private double _sumX, _sumY, _sumXX, _sumXY;

    /// <summary>What was said of a steady climb, while it stands.</summary>
    public string? Warning { get; set; }

    public void Add(DateTimeOffset at, double last, double peak)
    {
        if (!double.IsFinite(last) || !double.IsFinite(peak)) return;

        _last = last;
        _peak = Math.Max(_peak, Math.Max(last, peak));
        if (_count++ == 0) _from = at;
        _to = at;
        var hours = (at - _from).TotalHours;
        _sumX += hours;
        _sumY += last;
        _sumXX += hours * hours;
        _sumXY += hours * last;
    }

    /// <summary>A new run begins from nothing.</summary>
    public void BeginAgain() => (_count, _sumX, _sumY, _sumXX, _sumXY, Warning) = (0, 0, 0, 0, 0, null);

    public NumberReport? Tell() => _last is { } last ? new NumberReport(last, _peak, Slope(), Warning) : null;

    private double? Slope()
    {
        var spread = (_count * _sumXX) - (_sumX * _sumX);
        if (_count < Fewest || _to - _from < s_least || spread <= 0) return null;
        return ((_count * _sumXY) - (_sumX * _sumY)) / spread;
    }
}
