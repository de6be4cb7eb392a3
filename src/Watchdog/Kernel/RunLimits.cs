namespace Watchdog.Kernel;

/// <summary>What a program that we run may take, and what it is given.</summary>
/// <param name="Deadline">Past it, it is ended.</param>
internal readonly record struct RunLimits(TimeSpan Deadline)
{
    /// <summary>Characters kept of each stream; the rest is read and dropped, so that the program never blocks on it.</summary>
    public int MaxOutput { get; init; } = ProcessRunner.MaxOutput;

    /// <summary>The end of each stream is kept, not its beginning.</summary>
    public bool KeepsEnd { get; init; }

    /// <summary>How long it has, once it was asked by SIGTERM, before it is killed: a debugger lets go of its process. Not asked where it is zero.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Added to its environment; null for nothing.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Variables { get; init; }
}
