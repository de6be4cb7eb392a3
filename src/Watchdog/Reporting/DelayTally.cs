namespace Watchdog.Reporting;

/// <summary>The mean and the longest of some delays.</summary>
internal sealed class DelayTally
{
    private long _count;
    private TimeSpan _sum;
    private TimeSpan _most;

    public void Add(TimeSpan delay)
    {
        _count++;
        _sum += delay;
        if (delay > _most) _most = delay;
    }

    public MeanAndMost? Tell() => _count == 0 ? null : new MeanAndMost(_sum / _count, _most);
}
