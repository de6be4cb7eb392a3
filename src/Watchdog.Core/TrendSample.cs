namespace Watchdog.Core;

/// <summary>A number as it was at a moment.</summary>
/// <param name="At">Monotonic.</param>
/// <param name="Value">In the number's own unit (memory: bytes).</param>
public readonly record struct TrendSample(TimeSpan At, double Value);
