using Watchdog.Config;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>The services of one round: every template glob expanded to the units that exist now.</summary>
internal static class OneShotServices
{
    /// <summary>A manager that does not answer in this time leaves its globs without instances.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    /// <returns>The services, and the globs whose manager did not answer: what they stand for could not be looked at.</returns>
    public static async Task<(IReadOnlyList<ServiceConfig> Services, IReadOnlyList<string> Untold)> ExpandAsync(
        WatchdogConfig config, ManagerSet managers, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        if (!config.Services.Any(service => service.Manager is SystemdConfig { IsGlob: true })) return (config.Services, []);

        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Templates? following = null;
        using var templates = following = new Templates(managers, () => { if (following!.Untold().Count == 0) all.TrySetResult(); }, log);
        templates.Follow(config.Services);
        await all.Task.WaitAsync(s_deadline, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        return (templates.Expand(config.Services), templates.Untold());
    }
}
