using System.Collections.Immutable;

namespace Watchdog.Notify.Telling;

/// <summary>How often people were told of something lately.</summary>
public sealed record Often
{
    public static Often Never { get; } = new();

    /// <summary>When they were told last, within <see cref="FloodRule.Within"/>.</summary>
    public ImmutableArray<DateTimeOffset> Recent { get => field.IsDefault ? [] : field; init; }

    /// <summary>The last news since they were told too often; null while they were not.</summary>
    public DateTimeOffset? MutedAt { get; init; }
}
