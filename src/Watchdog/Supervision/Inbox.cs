using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>
/// One loop's inbox: bounded, one reader. However many signals and timers say "look", at most one nudge lies in it. (A channel does the same and takes
/// five times the room, which at a thousand services, all of them waiting, is a sixth of all that we need.)
/// </summary>
internal sealed class Inbox : IValueTaskSource<Mail>
{
    /// <summary>Others' inputs find no place beyond this. The loop's own (a look for each slot, an action) are bounded by what it has under way.</summary>
    private const int Size = 16;

    private static readonly Mail s_tick = new(new Tick());

    private readonly Queue<Mail> _mail = new(1);
    private ManualResetValueTaskSourceCore<bool> _arrived = new() { RunContinuationsAsynchronously = true };
    private bool _isAwaited;
    private bool _nudged;
    private bool _closed;

    /// <summary>For what the loop itself has started. Dropped when it has ended.</summary>
    public void Post(Mail mail) => TryPut(mail, int.MaxValue);

    /// <summary>For everybody else.</summary>
    /// <returns>False when the loop has ended, or is not keeping up.</returns>
    public bool TryPost(Mail mail) => TryPut(mail, Size);

    /// <summary>Wakes the reader, unless a nudge waits for it already. Told of what has come before the read that takes it ends: never lost.</summary>
    public void Nudge()
    {
        lock (_mail)
        {
            _nudged = true;
            if (!TryWake()) return;
        }

        _arrived.SetResult(true);
    }

    /// <summary>The next mail. One read at a time.</summary>
    /// <exception cref="ChannelClosedException">It is closed, and nothing is left in it.</exception>
    public ValueTask<Mail> ReadAsync()
    {
        lock (_mail)
        {
            if (TryTake(out var mail)) return new ValueTask<Mail>(mail);
            if (_closed) return ValueTask.FromException<Mail>(new ChannelClosedException());

            _arrived.Reset();
            _isAwaited = true;
            return new ValueTask<Mail>(this, _arrived.Version);
        }
    }

    /// <summary>Takes nothing any more; the reader gets what is left.</summary>
    public void Close()
    {
        lock (_mail)
        {
            _closed = true;
            if (!TryWake()) return;
        }

        _arrived.SetResult(false);
    }

    Mail IValueTaskSource<Mail>.GetResult(short token)
    {
        _arrived.GetResult(token);
        lock (_mail) return TryTake(out var mail) ? mail : throw new ChannelClosedException();
    }

    ValueTaskSourceStatus IValueTaskSource<Mail>.GetStatus(short token) => _arrived.GetStatus(token);

    void IValueTaskSource<Mail>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrived.OnCompleted(continuation, state, token, flags);

    private bool TryPut(Mail mail, int most)
    {
        lock (_mail)
        {
            if (_closed || _mail.Count >= most) return false;

            _mail.Enqueue(mail);
            if (!TryWake()) return true;
        }

        _arrived.SetResult(true);
        return true;
    }

    /// <summary>Under the lock; whoever gets true completes the read, once it has left the lock.</summary>
    private bool TryWake()
    {
        var awaited = _isAwaited;
        _isAwaited = false;
        return awaited;
    }

    /// <summary>Under the lock. A nudge goes last: what it tells of is newer than any mail.</summary>
    private bool TryTake(out Mail mail)
    {
        if (_mail.TryDequeue(out mail)) return true;
        if (!_nudged) return false;

        _nudged = false;
        mail = s_tick;
        return true;
    }
}
