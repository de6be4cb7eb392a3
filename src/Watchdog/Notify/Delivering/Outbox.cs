using System.Collections.Immutable;

namespace Watchdog.Notify.Delivering;

/// <summary>
/// Messages on their way. Written and synced before anything is sent, so that they survive us and the machine; bounded; each is known by its id for a while
/// after it was sent. Nothing is read from the disk before it is needed. Safe from any thread.
/// </summary>
internal sealed class Outbox(OutboxFiles files, TimeProvider time, ILogger log)
{
    /// <summary>What could not be sent for that long is dropped.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    /// <summary>Of those that no disk took, at a time: whoever adds a message is a service's loop, and must not wait for thousands.</summary>
    private const int MostWrittenLate = 20;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, OutboxEntry> _entries = [];
    private OutboxHistory? _history;
    private long _last;
    private bool _unwritten;

    /// <summary>Messages; of more, the oldest are dropped.</summary>
    public int Most { get; init; } = 10_000;

    private TimeSpan Uptime => time.GetElapsedTime(0, time.GetTimestamp());

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get { lock (_gate) return _history is null ? !files.HasAny : _entries.Count == 0; }
    }

    /// <summary>Never throws; what no disk takes is kept in memory.</summary>
    /// <returns>Who has to send it; those who have it already are left out.</returns>
    public ImmutableArray<string> Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore)
    {
        lock (_gate)
        {
            Load();
            var known = _entries.Values.Where(entry => entry.Message.Id == message.Id).SelectMany(entry => entry.Remaining).ToHashSet(StringComparer.Ordinal);
            ImmutableArray<string> fresh = [.. notifiers.Distinct().Where(name => !known.Contains(name) && !_history!.Knows(name, message.Id))];
            if (fresh.IsEmpty) return [];

            var file = new OutboxFile(OutboxFile.Current, time.GetUtcNow(), fresh, notBefore, message);
            var entry = new OutboxEntry(++_last, file, fresh) { AddedUp = Uptime };
            _entries.Add(entry.Number, entry);
            Write(entry);
            if (_entries.Count > Most) DropAll(_entries.First().Value, $"more than {Most} messages wait");
            return fresh;
        }
    }

    /// <summary>What that notifier is to send now; where there is nothing, when there will be.</summary>
    public (OutboxEntry? Entry, DateTimeOffset? Due) Next(string notifier)
    {
        lock (_gate)
        {
            Load();
            DropOld();
            if (_unwritten && _entries.Values.Any(static entry => !entry.IsOnDisk)) WriteWaiting();       // nobody may add anything for long
            return OutboxOrder.Next(_entries.Values.Where(entry => entry.Remaining.Contains(notifier)), time.GetUtcNow(), entry => _history!.HasFailed(notifier, entry.Message.Id));
        }
    }

    /// <summary>It has arrived.</summary>
    public void Sent(OutboxEntry entry, string notifier)
    {
        lock (_gate)
        {
            _history!.AddSent(notifier, entry.Message.Id);
            Done(entry, notifier);
        }
    }

    /// <summary>Whether one of those to whom the notifier sends it has it already.</summary>
    public bool HasTaken(OutboxEntry entry, string notifier, string recipient)
    {
        lock (_gate) return _history!.Knows(RecipientOf(notifier, recipient), entry.Message.Id);
    }

    /// <summary>It has arrived with one of those to whom the notifier sends it; others still lack it.</summary>
    public void Took(OutboxEntry entry, string notifier, string recipient)
    {
        lock (_gate) _history!.AddSent(RecipientOf(notifier, recipient), entry.Message.Id);
    }

    /// <summary>It was tried in vain.</summary>
    public void Failed(OutboxEntry entry, string notifier)
    {
        lock (_gate) _history!.AddFailed(notifier, entry.Message.Id);
    }

    /// <summary>It was not taken, for good.</summary>
    /// <returns>How often by now.</returns>
    public int Refused(OutboxEntry entry, string notifier)
    {
        lock (_gate) return _history!.AddRefused(notifier, entry.Message.Id);
    }

    /// <summary>It will not be sent; the notifier's next message says so.</summary>
    public void Drop(OutboxEntry entry, string notifier, string why)
    {
        lock (_gate) DropOne(entry, notifier, why);
    }

    /// <summary>Drops what waits for notifiers that are none of these.</summary>
    public void KeepOnly(IReadOnlySet<string> notifiers)
    {
        lock (_gate)
        {
            if (_history is null && !files.HasAny) return;
            Load();
            foreach (var gone in _entries.Values.SelectMany(entry => entry.Remaining).Where(name => !notifiers.Contains(name)).GroupBy(name => name).ToArray())
            {
                Log.NotifierGone(log, gone.Key, gone.Count());
                foreach (var entry in _entries.Values.Where(entry => entry.Remaining.Contains(gone.Key)).ToArray())
                {
                    _history!.AddSent(gone.Key, entry.Message.Id);      // done with: the file may stay for another's sake
                    Done(entry, gone.Key);
                }
            }
        }
    }

    /// <summary>The quiet hours may have been changed, or the clock set: nothing is held back for longer than it would be now.</summary>
    /// <returns>Whether anything is held back for less than before.</returns>
    public bool Hold(Func<Message, DateTimeOffset?> until)
    {
        lock (_gate)
        {
            if (_history is null && !files.HasAny) return false;
            Load();
            var isLess = false;
            foreach (var entry in _entries.Values)
            {
                if (entry.NotBefore is not { } held || held <= time.GetUtcNow()) continue;      // what is due keeps why it is late

                var then = until(entry.Message);
                if (!(then >= held)) (entry.NotBefore, isLess) = (then, true);
            }

            return isLess;
        }
    }

    public int WaitingFor(string notifier)
    {
        lock (_gate)
        {
            Load();
            return _entries.Values.Count(entry => entry.Remaining.Contains(notifier));
        }
    }

    /// <summary>How many were dropped that the notifier has told nobody of.</summary>
    public int DroppedOf(string notifier)
    {
        lock (_gate)
        {
            Load();
            return _history!.DroppedOf(notifier);
        }
    }

    public void ToldOfDropped(string notifier, int count)
    {
        lock (_gate) _history!.AddTold(notifier, count);
    }

    /// <summary>No notifier has a blank in its name.</summary>
    private static string RecipientOf(string notifier, string recipient) => $"{notifier} {recipient}";

    private void Load()
    {
        if (_history is not null) return;
        _history = new OutboxHistory(files.Folder, log);
        (var found, _last) = files.Load();
        foreach (var (number, file) in found)
        {
            ImmutableArray<string> remaining = [.. file.Notifiers.Where(name => !_history.Knows(name, file.Message.Id))];
            if (remaining.IsEmpty) files.Delete(number);
            else _entries.Add(number, new OutboxEntry(number, file, remaining) { IsOnDisk = true });
        }
    }

    private void Write(OutboxEntry entry)
    {
        if (files.TryWrite(entry.Number, entry.File) is { } problem)
        {
            if (!_unwritten) Log.OutboxUnwritten(log, files.Folder, problem);
            _unwritten = true;
            return;
        }

        entry.IsOnDisk = true;
        if (_unwritten) WriteWaiting();
    }

    /// <summary>A few of those that no disk took, the oldest first; the next who asks goes on.</summary>
    private void WriteWaiting()
    {
        foreach (var waiting in _entries.Values.Where(static entry => !entry.IsOnDisk).Take(MostWrittenLate))
        {
            if (files.TryWrite(waiting.Number, waiting.File) is not null) return;
            waiting.IsOnDisk = true;
        }

        if (_entries.Values.Any(static entry => !entry.IsOnDisk)) return;
        _unwritten = false;
        Log.OutboxWrittenAgain(log);
    }

    private void DropOld()
    {
        var now = time.GetUtcNow();
        while (_entries.Count > 0 && _entries.First().Value is var first && first.AgeAt(Uptime, now) > Oldest) DropAll(first, "they could not be sent for 7 days");
    }

    private void DropAll(OutboxEntry entry, string why)
    {
        foreach (var notifier in entry.Remaining) DropOne(entry, notifier, why);
    }

    private void DropOne(OutboxEntry entry, string notifier, string why)
    {
        if (!entry.Remaining.Contains(notifier)) return;

        // The first says it; the count is told with the next message that arrives.
        if (_history!.DroppedOf(notifier) == 0) Log.MessagesDropped(log, notifier, entry.Message.Id, why);
        _history.AddDropped(notifier, entry.Message.Id);
        Done(entry, notifier);
    }

    private void Done(OutboxEntry entry, string notifier)
    {
        entry.Remaining = entry.Remaining.Remove(notifier);
        if (!entry.Remaining.IsEmpty || !_entries.Remove(entry.Number)) return;
        if (entry.IsOnDisk) files.Delete(entry.Number);
    }
}
