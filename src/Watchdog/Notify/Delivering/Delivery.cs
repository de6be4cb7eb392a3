using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Notify.Sending;

namespace Watchdog.Notify.Delivering;

/// <summary>The outbox and who empties it: a courier for each notifier, so that none waits for another, and nobody who adds a message waits for any.</summary>
internal sealed class Delivery(Outbox outbox, Func<NotifierConfig, INotifier> build, TimeProvider time, ILogger log) : IOutbox, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Courier> _couriers = new(StringComparer.Ordinal);
    private Task _leaving = Task.CompletedTask;
    private bool _ended;

    /// <summary>Begins to send by these, or goes on with them after an edit: who is not touched keeps pauses and rate; what waits for one that is gone is dropped.</summary>
    public void Use(ImmutableArray<NotifierConfig> notifiers)
    {
        lock (_gate)
        {
            if (_ended) return;
            var names = notifiers.Select(notifier => notifier.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _couriers.Keys.Where(name => !names.Contains(name)).ToArray())
            {
                _leaving = Task.WhenAll(_leaving, _couriers[gone].DisposeAsync().AsTask());
                _couriers.Remove(gone);
            }

            outbox.KeepOnly(names);
            foreach (var notifier in notifiers)
            {
                var before = _couriers.GetValueOrDefault(notifier.Name);
                if (before is not null && before.Config.Equals(notifier)) continue;
                _couriers[notifier.Name] = new Courier(notifier, build(notifier), outbox, time, log, before?.DisposeAsync().AsTask() ?? Task.CompletedTask);
            }
        }
    }

    /// <summary>The quiet hours have changed, or may have, or the clock was set.</summary>
    /// <param name="until">Until when a message would be held back now; null for not at all.</param>
    public void Hold(Func<Message, DateTimeOffset?> until)
    {
        if (!outbox.Hold(until)) return;
        lock (_gate)
        {
            foreach (var courier in _couriers.Values) courier.Nudge();
        }
    }

    public void Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore = null)
    {
        foreach (var name in outbox.Add(message, notifiers, notBefore))
        {
            lock (_gate) _couriers.GetValueOrDefault(name)?.Nudge();
        }
    }

    /// <summary>How each of them does, in the order of their names.</summary>
    public ImmutableArray<NotifierStatus> Status()
    {
        lock (_gate) return [.. _couriers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Status)];
    }

    /// <summary>
    /// For a run that ends: begins to send what waits, for so long at most; the rest is the next run's. A try that has begun may end, by its own deadline: cut off,
    /// a slow one would begin again in each run.
    /// </summary>
    public async Task DrainAsync(ImmutableArray<NotifierConfig> notifiers, TimeSpan atMost, CancellationToken cancel)
    {
        if (outbox.IsEmpty) return;

        Use(notifiers);
        var began = time.GetTimestamp();
        while (!IsDrained(notifiers) && time.GetElapsedTime(began) < atMost) await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel).ConfigureAwait(false);

        Task[] ending;
        lock (_gate) ending = [.. _couriers.Values.Select(courier => courier.EndAsync())];
        await Task.WhenAll(ending).WaitAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate)
        {
            _ended = true;
            ending = [_leaving, .. _couriers.Values.Select(courier => courier.DisposeAsync().AsTask())];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    /// <summary>What is held back is not waited for.</summary>
    private bool IsDrained(ImmutableArray<NotifierConfig> notifiers) => notifiers.All(notifier => outbox.Next(notifier.Name).Entry is null);
}
