using Watchdog.Config;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>The services of one round: every template glob expanded to the units that exist now.</summary>
internal static class OneShotServices
{
    /// <summary>A manager that does not answer in this time leaves its globs without instances.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<ServiceConfig>> ExpandAsync(WatchdogConfig config, ManagerSet managers, ILogger log, TimeProvider time, CancellationToken cancel)
    {
        var globs = config.Services.Count(service => service.Manager is SystemdConfig { IsGlob: true });
        if (globs == 0) return config.Services;

        using var told = new CountdownEvent(globs);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var templates = new Templates(managers, log, () =>
        {
            if (!told.IsSet && told.Signal()) all.TrySetResult();
        });
        templates.Follow(config.Services);
        await Task.WhenAny(all.Task, Task.Delay(s_deadline, time, cancel)).ConfigureAwait(false);
        return templates.Expand(config.Services);
    }
}
