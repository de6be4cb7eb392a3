namespace Watchdog.Drafting;

/// <summary>What was measured of a service.</summary>
internal sealed record Measured
{
    /// <summary>How long.</summary>
    public TimeSpan For { get; init; }

    /// <summary>The slowest liveness answer.</summary>
    public TimeSpan Slowest { get; init; }

    /// <summary>Liveness answers in all.</summary>
    public int Answers { get; init; }

    /// <summary>The slowest deep answer.</summary>
    public TimeSpan SlowestDeep { get; init; }

    /// <summary>Whether the liveness answer said the same each time.</summary>
    public bool IsSteady { get; init; } = true;

    /// <summary>The same of the deep one.</summary>
    public bool IsDeepSteady { get; init; } = true;

    /// <summary>A look hung while it was measured.</summary>
    public bool Hung { get; init; }

    /// <summary>The most memory, in bytes; null where none could be read.</summary>
    public long? HighestMemory { get; init; }

    /// <summary>Why none could be read, in a sentence; empty where it was, or was not tried.</summary>
    public string MemoryUnseen { get; init; } = "";

    /// <summary>The unit's own limit, in bytes.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Of instances of one template, together.</summary>
    public static Measured Together(IReadOnlyCollection<Measured> all) => new()
    {
        For = all.Max(one => one.For),
        Slowest = all.Max(one => one.Slowest),
        Answers = all.Sum(one => one.Answers),
        SlowestDeep = all.Max(one => one.SlowestDeep),
        IsSteady = all.All(one => one.IsSteady),
        IsDeepSteady = all.All(one => one.IsDeepSteady),
        Hung = all.Any(one => one.Hung),
        HighestMemory = all.All(one => one.HighestMemory is not null) ? all.Max(one => one.HighestMemory) : null,
        MemoryUnseen = all.Select(one => one.MemoryUnseen).FirstOrDefault(why => why.Length > 0) ?? "",
        MemoryLimit = all.Min(one => one.MemoryLimit),
    };
}
