using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>
/// The connection of the last look that passed, held open for a diagnosis: a server whose accept loop is wedged still answers it. It costs no connection
/// of its own. Dropped for good when a fresh look fails while it is open: it may be what a single-threaded server is busy with.
/// </summary>
/// <param name="ask">Asks once more over the connection and says what the counter reads.</param>
internal sealed class KeptConnection(Func<Stream, TimeSpan, CancellationToken, ValueTask<KeptAnswer>> ask) : IDisposable
{
    private readonly Lock _lock = new();
    private Stream? _open;
    private double? _counter;
    private (KeptAlive KeptAlive, double? CounterRise) _said;
    private bool _isDropped;
    private bool _isBlocking;

    /// <summary>Whether a connection may be held; else each look closes its own.</summary>
    public bool IsWanted
    {
        get { lock (_lock) return !_isBlocking; }
    }

    /// <summary>Takes the connection of a look that passed, in place of the one before.</summary>
    public void Hold(Stream connection, double? counter)
    {
        Stream? old;
        lock (_lock)
        {
            // It passes again, on the same instance, since the one that was open is gone: that was what it waited for.
            _isBlocking |= _isDropped;
            old = _isBlocking ? connection : _open;
            _open = _isBlocking ? null : connection;
            _counter = counter;
            _said = default;
        }

        old?.Dispose();
    }

    /// <summary>Asks over it, within <paramref name="timeout"/>, and closes it for good; what it said holds until a look passes.</summary>
    public async ValueTask<(KeptAlive KeptAlive, double? CounterRise)> AskAsync(TimeSpan timeout, CancellationToken cancel)
    {
        Stream? open;
        double? before;
        lock (_lock)
        {
            (open, _open) = (_open, null);
            before = _counter;
            _isDropped |= open is not null;
        }

        if (open is null)
        {
            lock (_lock) return _said;
        }

        await using (open.ConfigureAwait(false))
        {
            var answer = await ask(open, timeout, cancel).ConfigureAwait(false);
            lock (_lock) return _said = (answer.KeptAlive, answer.Counter - before);
        }
    }

    /// <summary>A new instance: what blocked the one before may not block this one.</summary>
    public void BeginAgain()
    {
        Stream? open;
        lock (_lock) (open, _open, _isDropped, _said) = (_open, null, false, default);
        open?.Dispose();
    }

    public void Dispose()
    {
        Stream? open;
        lock (_lock) (open, _open, _isBlocking) = (_open, null, true);
        open?.Dispose();
    }
}

/// <param name="KeptAlive">None where the server had closed it.</param>
/// <param name="Counter">What its counter read, or null.</param>
internal readonly record struct KeptAnswer(KeptAlive KeptAlive, double? Counter);
