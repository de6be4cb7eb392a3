using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>
/// The numbers of one check on one instance over the last hours, ever more thinly as the time grows: a bounded number of them. They live beside the
/// state, since a state that changes with every look would be journaled with every look. Not thread-safe: its keeper owns it.
/// </summary>
internal sealed class TrendWindow
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(6);

    /// <summary>A median over thousands of pairs is worth no more: what lasts hours is told a minute later.</summary>
    private static readonly TimeSpan s_judgedEvery = TimeSpan.FromMinutes(1);

    private readonly List<TrendSample> _samples = [];
    private TimeSpan _apart;
    private TimeSpan? _judged;
    private string _instance = "";

    public int Count => _samples.Count;

    /// <summary>Takes a number in.</summary>
    /// <returns>Whether it is time to judge anew.</returns>
    public bool Add(string instance, TimeSpan at, double value)
    {
        if (instance != _instance) Begin(instance);
        if (_samples.Count > 0 && at - _samples[^1].At < _apart) return false;

        _samples.Add(new TrendSample(at, value));
        while (at - _samples[0].At > s_longest) _samples.RemoveAt(0);
        if (_samples.Count > TrendRule.MostSamples) Thin();
        if (at - _judged < s_judgedEvery) return false;

        _judged = at;
        return true;
    }

    public Trend? Judge(double limit, bool stands) =>
        TrendRule.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_samples), limit, stands);

    private void Begin(string instance)
    {
        _samples.Clear();
        (_instance, _apart, _judged) = (instance, TimeSpan.Zero, null);
    }

    /// <summary>Every second goes, the last stays; from now on they come as far apart.</summary>
    private void Thin()
    {
        var kept = 0;
        for (var i = (_samples.Count - 1) % 2; i < _samples.Count; i += 2) _samples[kept++] = _samples[i];
        _samples.RemoveRange(kept, _samples.Count - kept);
        _apart = (_samples[^1].At - _samples[0].At) / (kept - 1) * 0.9;       // a look that comes a moment early is not the one after
    }
}
