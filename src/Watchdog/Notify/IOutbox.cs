using System.Collections.Immutable;

namespace Watchdog.Notify;

/// <summary>Messages on their way, durable and bounded.</summary>
internal interface IOutbox
{
    /// <summary>
    /// On the disk when this returns, where the disk takes it; a message whose id is known for a notifier is not added again. Quick (one small write), never
    /// throws, delivers nothing itself. Within a notifier, messages of one story keep their order.
    /// </summary>
    /// <param name="message">What to send.</param>
    /// <param name="notifiers">To whom, by their names in the configuration.</param>
    /// <param name="notBefore">Held back until then (quiet hours); null: at once.</param>
    void Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore = null);
}
