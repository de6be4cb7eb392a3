using System.Collections.Immutable;

namespace Watchdog.Evidence;

/// <summary>Gathers one kind of evidence. Knows no other, and costs no other anything when it fails or hangs.</summary>
internal interface ICollector
{
    /// <summary>One lower-case word or two: <c>processes</c>, <c>py-spy</c>.</summary>
    string Name { get; }

    /// <summary>Whether it holds the processes still while it looks (a debugger): it then runs after the last look, and looks that overlap count for nothing.</summary>
    bool Freezes { get; }

    /// <summary>
    /// Writes what it finds into the bundle. Takes no longer than it must; past the budget <paramref name="cancel"/> comes, and what was written until then stays.
    /// What fails is an answer; it throws only when cancelled, and by a bug.
    /// </summary>
    Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel);
}

/// <summary>What a collector has to say in the index.</summary>
/// <param name="Summary">One line for people: <c>3 processes, 41 threads; pid 812 (python3) is stopped</c>. Where there was nothing to collect, why.</param>
/// <param name="Problems">What could not be had, each with how to mend it; empty when all was.</param>
internal sealed record Collected(string Summary, ImmutableArray<string> Problems)
{
    public Collected(string summary)
        : this(summary, [])
    {
    }

    /// <summary>It would have held the processes still, and was let at none of them.</summary>
    public bool HeldNothing { get; init; }

    /// <summary>There is nothing of that kind here (no JVM, no such tool): told in a line, and no problem.</summary>
    public bool IsSkipped { get; init; }
}
