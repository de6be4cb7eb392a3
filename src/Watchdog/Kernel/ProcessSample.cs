using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>A process at a moment.</summary>
internal sealed record ProcessSample(int Pid, ProcStat Stat, ImmutableArray<ThreadFacts> Threads);
