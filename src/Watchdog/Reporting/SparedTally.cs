using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Near misses: suspect and well again before anything was done or told, and actions that the last look called off.</summary>
internal sealed class SparedTally
{
    private const int MostRemarks = 5;

    private readonly Queue<Remark> _remarks = [];
    private string? _suspectedOf;

    public long NearMisses { get; private set; }

    public long CalledOff { get; private set; }

    public ImmutableArray<Remark> Remarks => [.. _remarks.Reverse()];

    public void Take(JournalEntry entry, bool counts)
    {
        foreach (var decision in entry.Decisions)
        {
            switch (decision)
            {
                case Moved { From: Phase.Suspect, To: Phase.Watching } when _suspectedOf is { } reason:
                    if (counts) NearMisses++;
                    Note(entry.At, $"suspect, and well again: {reason}", counts);
                    _suspectedOf = null;
                    break;
                case Moved { From: not Phase.Acting, To: Phase.Suspect } moved:
                    _suspectedOf = moved.Reason.Sentence;
                    break;
                case CallOff off:
                    if (counts) CalledOff++;
                    Note(entry.At, $"called off: {off.Reason.Sentence}", counts);
                    _suspectedOf = null;
                    break;
                case Restart or NotActing or Alert { Level: not AlertLevel.Info } or Moved { To: not Phase.Acting }:
                    _suspectedOf = null;
                    break;
            }
        }
    }

    private void Note(DateTimeOffset at, string text, bool counts)
    {
        if (!counts) return;
        if (_remarks.Count == MostRemarks) _remarks.Dequeue();
        _remarks.Enqueue(new Remark(at, text));
    }
}
