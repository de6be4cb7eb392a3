using System.Collections.Immutable;

namespace Watchdog.Notify;

/// <summary>A message as it is sent now.</summary>
/// <param name="Message">What to say.</param>
/// <param name="Notes">What is to be said about its delivery: that it is late, that others were dropped. Sentences.</param>
internal sealed record Outgoing(Message Message, ImmutableArray<string> Notes)
{
    /// <summary>Whether one of several recipients has got it by an earlier try.</summary>
    public Func<string, bool> HasTaken { get; init; } = static _ => false;

    public Outgoing(Message message)
        : this(message, [])
    {
    }
}
