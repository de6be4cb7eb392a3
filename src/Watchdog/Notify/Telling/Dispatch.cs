using System.Collections.Immutable;

namespace Watchdog.Notify.Telling;

/// <summary>A message on its way to the outbox.</summary>
/// <param name="Message">What to send.</param>
/// <param name="To">To whom; at least one.</param>
/// <param name="NotBefore">Held back until then; null: at once.</param>
internal sealed record Dispatch(Message Message, ImmutableArray<string> To, DateTimeOffset? NotBefore = null);
