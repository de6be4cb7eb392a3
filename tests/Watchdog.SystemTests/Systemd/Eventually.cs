using System.Diagnostics;

namespace Watchdog.SystemTests.Systemd;

/// <summary>Waits for what another process will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > s_deadline) throw new TimeoutException($"not within {s_deadline.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
