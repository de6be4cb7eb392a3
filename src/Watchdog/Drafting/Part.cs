using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>A key of the draft, with what explains it.</summary>
/// <param name="Comments">Lines that stand above it, each a sentence or two.</param>
/// <param name="Key">Its name.</param>
internal abstract record Part(ImmutableArray<string> Comments, string Key);

/// <summary>A key with a value on its own line.</summary>
/// <param name="Json">The value.</param>
internal sealed record ValuePart(ImmutableArray<string> Comments, string Key, string Json) : Part(Comments, Key);

/// <summary>A key with further keys below it.</summary>
/// <param name="Parts">Those.</param>
internal sealed record ObjectPart(ImmutableArray<string> Comments, string Key, ImmutableArray<Part> Parts) : Part(Comments, Key)
{
    /// <summary>Whether empty lines stand between them.</summary>
    public bool IsWide { get; init; }
}
