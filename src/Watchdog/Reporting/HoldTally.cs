using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>How often and for how long a service was held, by the reason.</summary>
internal sealed class HoldTally(Period period)
{
    private readonly ReasonTally _holds = new();
    private (Reason Reason, DateTimeOffset Since)? _held;
    private DateTimeOffset? _lookedAt;

    public ImmutableArray<ReasonCount> Tell() => _holds.Tell();

    public void Take(JournalEntry entry)
    {
        foreach (var moved in entry.Decisions.OfType<Moved>())
        {
            // A last look that finds it to be held on is no end of it.
            if (moved.To == Phase.Acting)
            {
                _lookedAt = entry.At;
                continue;
            }

            if (moved.To == Phase.Holding && _held is { } held && held.Reason.Code == moved.Reason.Code) _lookedAt = null;
            else End(entry.At);
            if (moved.To == Phase.Holding) _held ??= (moved.Reason, entry.At);
        }
    }

    public void End(DateTimeOffset at)
    {
        var ended = _lookedAt ?? at;
        _lookedAt = null;
        if (_held is not { } held) return;
        _held = null;
        if (ended < period.Since) return;

        var (from, to) = period.Clip(held.Since, ended);
        _holds.Said(held.Reason, from);
        _holds.Lasted(held.Reason.Code ?? "", from, to);
    }
}
