namespace Watchdog.Notify.Delivering;

/// <summary>How long nothing is tried after a failure.</summary>
/// <param name="Least">In any case.</param>
/// <param name="Rest">And unless something comes in.</param>
internal readonly record struct Pause(TimeSpan Least, TimeSpan Rest);
