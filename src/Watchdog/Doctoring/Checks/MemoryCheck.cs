using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether the kernel would end it before we could.</summary>
internal static class MemoryCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (Limit(facts) is not { } limit) yield break;

        foreach (var memory in facts.Service.Checks.Select(check => check.Target).OfType<MemoryTarget>())
        {
            if (memory.MaxBytes is not { } max || max < limit.Bytes) continue;

            yield return Finding.Warning(
                "memory-max", $"memory.max ({Words.Size(max)}) is not below {limit.Setting} ({Words.Size(limit.Bytes)}): the kernel kills it before we may restart it in order",
                $"set \"memory\": {{ \"max\": \"80%\" }} in the configuration, or {limit.Set(Sizes.Format(max / 4 * 5))}");
        }
    }

    private static (string Setting, long Bytes, Func<string, string> Set)? Limit(ServiceFacts facts) => facts switch
    {
        { Unit: { MemoryMax: { } max } unit } => ("the unit's MemoryMax", max, size => unit.Set("Service", $"MemoryMax={size}")),
        { Settings: ContainerSettings { Inspected.Memory: > 0 and var most }, Service.Manager: ContainerConfig container } =>
            ("the container's memory limit", most, size => $"{container.Key} update --memory={size} {container.Container}"),
        _ => null,
    };
}
