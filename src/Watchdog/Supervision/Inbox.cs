using System.Threading.Channels;
using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>One loop's inbox: bounded, one reader. However many signals and timers say "look", at most one nudge lies in it.</summary>
internal sealed class Inbox
{
    /// <summary>A place for each look and each action under way, and some for others' inputs; who finds none waits.</summary>
    private const int Size = 16;

    private static readonly Mail s_tick = new(new Tick());

    private readonly Channel<Mail> _mail = Channel.CreateBounded<Mail>(new BoundedChannelOptions(Size) { SingleReader = true });
    private int _nudged;

    /// <exception cref="ChannelClosedException">The loop has ended.</exception>
    public ValueTask PostAsync(Mail mail, CancellationToken cancel) => _mail.Writer.WriteAsync(mail, cancel);

    /// <summary>From where nobody can wait.</summary>
    /// <returns>Whether there was a place for it.</returns>
    public bool TryPost(Mail mail) => _mail.Writer.TryWrite(mail);

    /// <summary>Wakes the reader, unless a nudge waits for it already. Never lost: a full inbox wakes it as well.</summary>
    public void Nudge()
    {
        if (Interlocked.Exchange(ref _nudged, 1) == 0 && !_mail.Writer.TryWrite(s_tick)) Volatile.Write(ref _nudged, 0);
    }

    /// <summary>The next mail; <see cref="Taken"/> is to be told of it before anything is looked at.</summary>
    public ValueTask<Mail> ReadAsync(CancellationToken cancel) => _mail.Reader.ReadAsync(cancel);

    /// <summary>A nudge from now on tells of something newer. (No part of the read: a loop waits nearly always, and each layer of waiting is memory.)</summary>
    public void Taken(Mail mail)
    {
        if (mail.Input is Tick) Interlocked.Exchange(ref _nudged, 0);
    }

    /// <summary>Takes nothing any more.</summary>
    public void Close() => _mail.Writer.TryComplete();
}
