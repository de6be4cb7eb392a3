using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>Some processes at a moment; those that have ended are left out.</summary>
/// <param name="At">Monotonic.</param>
internal sealed record ActivitySnapshot(TimeSpan At, ImmutableArray<ProcessSample> Processes)
{
    /// <summary>In all: a look at one costs some 10 µs.</summary>
    private const int MostThreads = 4096;

    public static ActivitySnapshot Take(IReadOnlyCollection<int> pids, TimeSpan now)
    {
        var processes = ImmutableArray.CreateBuilder<ProcessSample>();
        var threads = 0;
        foreach (var pid in pids.Distinct())
        {
            if (ProcStat.Read(pid) is not { IsOver: false } stat) continue;
            ImmutableArray<ThreadFacts> ofIt = threads < MostThreads ? [.. ThreadFacts.Of(pid)] : [];
            threads += ofIt.Length;
            processes.Add(new ProcessSample(pid, stat, ofIt));
        }

        return new ActivitySnapshot(now, processes.ToImmutable());
    }
}
