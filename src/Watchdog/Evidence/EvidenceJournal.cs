using System.Collections.Concurrent;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Evidence;

/// <summary>Around the journal: what is written there of an incident that has evidence is told in its bundles as well, so that each tells how it ended.</summary>
internal sealed class EvidenceJournal(IJournal journal, EvidenceDesk desk) : IJournal
{
    /// <summary>A story longer than this is read in the journal.</summary>
    private const int MostNotes = 60;

    private readonly ConcurrentDictionary<string, string> _open = new();

    public bool Append(JournalEntry entry, bool durable)
    {
        var written = journal.Append(entry, durable);
        if (entry.Input is LastLookEnded { Evidence: { } bundle }) NoteOwn(entry, bundle);
        if (entry.Steps is { IsDefaultOrEmpty: false } steps) Follow(entry, steps[^1]);
        else if (!_open.IsEmpty && entry.Input is not (Observed or Tick) && _open.TryGetValue(entry.Service, out var incident)) Note(incident, entry, step: null);
        return written;
    }

    private void Follow(JournalEntry entry, IncidentStep step)
    {
        if (step.Event == IncidentEvent.Reminded || !Directory.Exists(desk.Store.FolderOf(step.Incident))) return;

        Note(step.Incident, entry, step);
        if (step.Event is IncidentEvent.Recovered or IncidentEvent.CalledOff or IncidentEvent.Ended) _open.TryRemove(entry.Service, out _);
        else _open[entry.Service] = step.Incident;
    }

    /// <summary>Of an incident that people were told of, what becomes of a further action is no step: only its own bundle can tell.</summary>
    private void NoteOwn(JournalEntry entry, string bundle)
    {
        var isFollowed = entry.Steps is { IsDefaultOrEmpty: false } || (_open.TryGetValue(entry.Service, out var incident) && bundle.StartsWith(incident, StringComparison.Ordinal));
        if (entry.Decisions.Any(static one => one is CallOff))
        {
            var lines = isFollowed ? [] : Lines(entry);
            desk.NoteOne(bundle, index => With(index, entry.At, lines) with { CalledOff = true });
        }
        else if (!isFollowed && entry.Decisions.Any(static one => one is Restart))
        {
            _open[entry.Service] = bundle;
        }
    }

    private void Note(string incident, JournalEntry entry, IncidentStep? step)
    {
        var lines = Lines(entry);
        if (lines.Length == 0 && step is not { Event: IncidentEvent.Recovered or IncidentEvent.CalledOff }) return;

        desk.Note(incident, index => With(index, entry.At, lines) with
        {
            CalledOff = index.CalledOff || (step is { Event: IncidentEvent.CalledOff }),
            RecoveredAt = step is { Event: IncidentEvent.Recovered } ? entry.At : index.RecoveredAt,
            DownFor = step is { Event: IncidentEvent.Recovered } ? step.Lasted : index.DownFor,
        });
    }

    /// <summary>Of what was seen, the files tell; here is what was done.</summary>
    private static string[] Lines(JournalEntry entry) => [.. EntryText.Lines(entry with
    {
        Input = entry.Input is RestartEnded or Rearmed or PauseSet or PauseEnded ? entry.Input : null,
        Decisions = [.. entry.Decisions.Where(one => one is Restart or CallOff or NotActing or Started or Alert)],
        Passes = null,
    })];

    private static BundleIndex With(BundleIndex index, DateTimeOffset at, string[] lines) => index.Afterwards.Length + lines.Length > MostNotes
        ? index
        : index with { Afterwards = index.Afterwards.AddRange(lines.Select(line => new IndexedNote(at, LineRedactor.Sentence(Secrets.None, line)))) };
}
