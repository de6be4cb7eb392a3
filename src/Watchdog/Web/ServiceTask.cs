using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>A recovery that is under way, or waits for its moment.</summary>
/// <param name="Id">What <c>watchdog tasks stop</c> takes: <c>hermes-webui#12</c>.</param>
/// <param name="Service">Its name.</param>
/// <param name="Step">In plain words: <c>looking once more</c>.</param>
/// <param name="Since">When this step began.</param>
/// <param name="Deadline">When it is over at the latest; null where that is not known.</param>
/// <param name="Reason">Why the service is where it is.</param>
public sealed record ServiceTask(string Id, string Service, string Step, DateTimeOffset Since, DateTimeOffset? Deadline, Reason Reason);

/// <summary>What <c>watchdog tasks --json</c> prints.</summary>
/// <param name="Daemon">Null when none runs: the rest is then what was saved last.</param>
/// <param name="Tasks">In the order of the services.</param>
public sealed record TaskReport(DaemonStatus? Daemon, ImmutableArray<ServiceTask> Tasks)
{
    internal static TaskReport Of(StatusReport report) => new(report.Daemon, [.. report.Services.Select(service => service.Task).OfType<ServiceTask>()]);
}

/// <summary>What <c>POST /v1/tasks/stop</c> is sent.</summary>
/// <param name="Id">As in <see cref="ServiceTask"/>.</param>
/// <param name="For">How long nothing is begun again: 1 s to 7 days.</param>
/// <param name="Because">For people: what for.</param>
/// <param name="By">Who asks, as they say; whose process it is, the kernel says.</param>
public sealed record TaskStopRequest(string Id, TimeSpan For, string Because, string By);
