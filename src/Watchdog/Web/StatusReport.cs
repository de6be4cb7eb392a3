using System.Collections.Immutable;
using Watchdog.Notify;

namespace Watchdog.Web;

/// <summary>What <c>watchdog status --json</c> prints.</summary>
/// <param name="Daemon">Null when none runs: the rest is then what was saved last.</param>
/// <param name="Services">In the order of the configuration.</param>
public sealed record StatusReport(DaemonStatus? Daemon, ImmutableArray<ServiceStatus> Services);

/// <summary>The daemon itself.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Started">When it began.</param>
/// <param name="ConfigPath">The configuration in force.</param>
/// <param name="ConfigError">Why the last reload failed; null when it did not. The configuration before it is then in force.</param>
/// <param name="ServiceCount">How many services it watches.</param>
public sealed record DaemonStatus(int Pid, string Version, DateTimeOffset Started, string ConfigPath, string? ConfigError, int ServiceCount)
{
    /// <summary>Who is told, in the order of their names.</summary>
    public ImmutableArray<NotifierStatus> Notifiers { get => field.IsDefault ? [] : field; init; } = [];
}
