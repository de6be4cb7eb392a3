using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>The processes that hold a socket.</summary>
/// <param name="Pids">Those that were seen.</param>
/// <param name="SomeUnseen">There may be more: some processes are not ours to look at, or the time was over.</param>
internal sealed record Holders(ImmutableArray<int> Pids, bool SomeUnseen);
