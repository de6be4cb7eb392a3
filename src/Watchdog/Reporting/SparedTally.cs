using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>
/// Near misses: suspect and well again before anything was done, told or held, and actions that the last look called off. What is held for the whole host is
/// down all the same: that is withheld, and no near miss.
/// </summary>
internal sealed class SparedTally
{
    private const int MostRemarks = 5;

    /// <summary>As the judgement has it.</summary>
    public const string HostIncident = "host-incident";

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
                case Moved { From: not (Phase.Acting or Phase.Holding), To: Phase.Suspect } moved:
                    _suspectedOf = moved.Reason.Sentence;
                    break;
                case CallOff { Reason.Code: not HostIncident } off:
                    if (counts) CalledOff++;
                    Note(entry.At, $"called off: {off.Reason.Sentence}", counts);
                    _suspectedOf = null;
                    break;
                case Restart or CallOff or NotActing or Alert { Level: not AlertLevel.Info } or Moved { To: not Phase.Acting }:
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
