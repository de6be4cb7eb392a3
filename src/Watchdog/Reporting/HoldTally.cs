using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>How often and for how long a service was held, by the reason.</summary>
internal sealed class HoldTally(Period period)
{
    private readonly ReasonTally _holds = new();
    private (Reason Reason, DateTimeOffset Since)? _held;

    public ImmutableArray<ReasonCount> Tell() => _holds.Tell();

    public void Take(JournalEntry entry)
    {
        foreach (var moved in entry.Decisions.OfType<Moved>())
        {
            End(entry.At);
            if (moved.To == Phase.Holding) _held = (moved.Reason, entry.At);
        }
    }

    public void End(DateTimeOffset at)
    {
        if (_held is not { } held) return;
        _held = null;
        if (at < period.Since) return;

        var (from, to) = period.Clip(held.Since, at);
        _holds.Said(held.Reason, from);
        _holds.Lasted(held.Reason.Code ?? "", to - from);
    }
}
