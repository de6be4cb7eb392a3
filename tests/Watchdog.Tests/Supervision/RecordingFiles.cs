using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Supervision;

/// <summary>Journal and store that note the order of things, and fail when told to.</summary>
internal sealed class RecordingFiles(IJournal journal, IStateStore store) : IJournal, IStateStore
{
    private readonly List<string> _events = [];

    public Func<JournalEntry, Exception?> Bug { get; set; } = _ => null;

    public SaveResult? Result { get; set; }

    public IReadOnlyList<string> Events
    {
        get { lock (_events) return [.. _events]; }
    }

    public void Note(string what)
    {
        lock (_events) _events.Add(what);
    }

    public bool Append(JournalEntry entry, bool durable)
    {
        if (Bug(entry) is { } bug) throw bug;
        foreach (var decision in entry.Decisions.Where(decision => decision is BeginAction or Restart)) Note($"journal {decision.GetType().Name}{(durable ? ", durable" : "")}");
        return journal.Append(entry, durable);
    }

    public SavedService Load(string service) => store.Load(service);

    public SaveResult Save(string service, ServiceState state, IReadOnlyDictionary<string, CounterMemory> counters)
    {
        if (state.Action is { } action) Note(action.Asked ? "save asked" : "save begun");
        var saved = store.Save(service, state, counters);
        return Result ?? saved;
    }
}
