using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.Evidence.Collectors;

/// <summary>What gathers the evidence of a service on this platform.</summary>
internal static class Collectors
{
    /// <summary>Made once for a service: they keep nothing between two bundles, and may be used for several at a time.</summary>
    public static ImmutableArray<ICollector> Of(CollectorContext context) =>
    [
        context.Service.Manager is SystemdConfig systemd ? new UnitCollector(context.Managers.Systemd(systemd.Scope), systemd.Unit) : new UnitCollector(null, ""),
        .. OperatingSystem.IsMacOS() ? MacTools.Of(context) : OperatingSystem.IsLinux() ? OfLinux(context) : [],
        new JournalCollector(ServiceLogs.Of(context.Service, context.Managers, context.Time)),
    ];

    private static ImmutableArray<ICollector> OfLinux(CollectorContext context)
    {
        var detector = new RuntimeDetector(context.Kernel.Expendable);
        var runner = new ProcessRunner(context.Time);
        return
        [
            new ProcessesCollector(context),
            new HostCollector(context, new KernelJournal(BusOptions.For(SystemdScope.System))),
            .. context.Stacks is { Count: 0 } ? ImmutableArray<ICollector>.Empty : [Stacks(freezes: false), Stacks(freezes: true)],
        ];

        StacksCollector Stacks(bool freezes) => new(freezes, context.Stacks, detector, runner, context.Time);
    }
}
