namespace Watchdog.Supervision;

/// <summary>What came of a reload.</summary>
/// <param name="At">When.</param>
/// <param name="Problems">Why the old configuration goes on; empty when the new one is in force.</param>
internal sealed record ReloadOutcome(DateTimeOffset At, IReadOnlyList<string> Problems);
