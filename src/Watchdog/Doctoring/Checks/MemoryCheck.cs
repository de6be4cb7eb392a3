using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether the kernel would end it before we could.</summary>
internal static class MemoryCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { MemoryMax: { } limit } unit) yield break;

        foreach (var memory in facts.Service.Checks.Select(check => check.Target).OfType<MemoryTarget>())
        {
            if (memory.MaxBytes is not { } max || max < limit) continue;

            yield return Finding.Warning(
                "memory-max", $"memory.max ({Words.Size(max)}) is not below the unit's MemoryMax ({Words.Size(limit)}): the kernel kills it before we may restart it in order",
                $"set \"memory\": {{ \"max\": \"80%\" }} in the configuration, or {unit.Set("Service", $"MemoryMax={Sizes.Format(max / 4 * 5)}")}");
        }
    }
}
