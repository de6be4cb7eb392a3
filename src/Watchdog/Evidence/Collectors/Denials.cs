using System.Collections.Immutable;

namespace Watchdog.Evidence.Collectors;

/// <summary>What we may not see, said once for all processes.</summary>
/// <param name="isRoot">Whether it is root who asks: that is no advice for root.</param>
internal sealed class Denials(bool isRoot)
{
    /// <summary>Of which we name some.</summary>
    private const int MostNamed = 3;

    private readonly Dictionary<string, HashSet<int>> _ofOthers = [];
    private bool _kernelStacks;

    /// <param name="what"><c>descriptors</c></param>
    /// <param name="pid">Whose.</param>
    public void Add(string what, int pid)
    {
        if (!_ofOthers.TryGetValue(what, out var pids)) _ofOthers[what] = pids = [];
        pids.Add(pid);
    }

    public void AddKernelStacks() => _kernelStacks = true;

    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (_ofOthers.Count > 0)
        {
            var pids = _ofOthers.Values.SelectMany(static one => one).Distinct().Order().ToArray();
            var named = string.Join(", ", pids.Take(MostNamed)) + (pids.Length > MostNamed ? $" and {pids.Length - MostNamed} more" : "");
            problems.Add($"{string.Join(", ", _ofOthers.Keys.Order(StringComparer.Ordinal))} of pid {named} may not be read: {(isRoot ? "that takes CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, which root lacks here" : "run as their user or root, or put deploy/stacks.conf beside our unit (CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH)")}");
        }

        if (_kernelStacks) problems.Add("kernel stacks may not be read: that takes CAP_SYS_ADMIN (deploy/stacks.conf says how); wchan names the place where each thread waits");
        return problems.ToImmutable();
    }
}
