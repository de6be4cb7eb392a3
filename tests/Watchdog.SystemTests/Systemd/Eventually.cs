using System.Diagnostics;

namespace Watchdog.SystemTests.Systemd;

/// <summary>Waits for what another process will do.</summary>
internal static class Eventually
{
    /// <summary>Several times what it takes on a machine that other tests keep busy.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(150);

    /// <summary>Asking often starts a process or loads the daemon, and both cost what the others wait for: at most a twentieth of the time is spent on it.</summary>
    private const int Rest = 19;

    /// <summary>Short beside every state that is waited for.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(2);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            if (await condition()) return;
            if (Stopwatch.GetElapsedTime(since) > s_deadline) throw new TimeoutException($"not within {s_deadline.TotalSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp((Rest * Stopwatch.GetElapsedTime(asked)).Ticks, s_least.Ticks, s_most.Ticks)));
        }
    }
}
