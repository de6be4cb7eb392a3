using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>What is taken down before a restart destroys it, and how much of that is kept.</summary>
public sealed record EvidenceConfig
{
    /// <summary>Of <see cref="Stacks"/>: whatever fits the process and is there.</summary>
    public const string Auto = "auto";

    /// <summary>Whether it is taken by itself. On demand it always is. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long all of it may take, 1 s to 60 s. A restart waits no longer for it. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of one bundle. Default 32 MiB.</summary>
    public long MaxSize { get; init; } = 32L << 20;

    /// <summary>Bytes of all bundles together; the oldest go first. Default 512 MiB.</summary>
    public long Keep { get; init; } = 512L << 20;

    /// <summary>How many bundles are kept at most. Default 1000.</summary>
    public int KeepBundles { get; init; } = 1000;

    /// <summary>The tools that may be asked for stacks; <see cref="Auto"/> alone for whatever fits, empty for none. They hold the process still while they look.</summary>
    public ImmutableArray<string> Stacks { get; init; } = [Auto];
}
