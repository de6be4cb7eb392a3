namespace Watchdog.Core;

/// <summary>What <see cref="Math"/> has for numbers.</summary>
public static class Spans
{
    /// <summary>The shorter of two.</summary>
    public static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>The longer of two.</summary>
    public static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
