namespace Watchdog.Reporting;

/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
internal readonly record struct Period(DateTimeOffset Since, DateTimeOffset Until)
{
    public TimeSpan Length => Until - Since;

    public bool Has(DateTimeOffset at) => at >= Since && at < Until;

    /// <summary>The part of a stretch that lies within; empty at <see cref="Since"/> where none does.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Clip(DateTimeOffset from, DateTimeOffset to)
    {
        var begins = from > Since ? from : Since;
        var ends = to < Until ? to : Until;
        return ends > begins ? (begins, ends) : (Since, Since);
    }
}
