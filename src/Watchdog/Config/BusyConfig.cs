using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>What tells how much is in flight: a number or boolean in a check's answer, or a command.</summary>
public sealed record BusyConfig
{
    /// <summary>JSON pointer of it; null with a command.</summary>
    public string? Pointer { get; init; }

    /// <summary>The check whose answer it stands in: <c>liveness</c> or <c>deepHealth</c>; empty with a command.</summary>
    public string From { get; init; } = "";

    /// <summary>Program and arguments, no shell; it prints the number. Empty with a pointer.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>How long a soft cause waits at most. Default 10 min.</summary>
    public TimeSpan AtMost { get; init; } = TimeSpan.FromMinutes(10);
}
