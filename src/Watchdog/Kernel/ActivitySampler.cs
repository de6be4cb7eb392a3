using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>Looks at processes twice. A look at thousands of threads takes tens of milliseconds of CPU; it is taken on the thread pool.</summary>
internal sealed class ActivitySampler(TimeProvider time)
{
    /// <summary>50 of the steps in which the kernel counts CPU time.</summary>
    public static TimeSpan DefaultSpan { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes <paramref name="span"/>. Throws only for <paramref name="cancel"/>.</summary>
    /// <param name="pids">Those of the unit's control group, or the main process and its descendants.</param>
    /// <param name="mainPid">The main process; 0 for none.</param>
    /// <param name="span">Between the two looks; null for half a second.</param>
    public async Task<ActivityLook> LookAsync(IReadOnlyCollection<int> pids, int mainPid, TimeSpan? span, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return new ActivityLook(ProcessActivity.Unseen, Unseen: Unseen.NotLinux);
        var first = await TakeAsync(pids, cancel);
        await Task.Delay(span ?? DefaultSpan, time, cancel);
        return ActivityLook.Between(first, await TakeAsync(pids, cancel), mainPid);
    }

    private Task<ActivitySnapshot> TakeAsync(IReadOnlyCollection<int> pids, CancellationToken cancel) =>
        Task.Run(() => ActivitySnapshot.Take(pids, time.GetElapsedTime(0)), cancel);
}
