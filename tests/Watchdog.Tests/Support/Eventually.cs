using System.Diagnostics;

namespace Watchdog.Tests.Support;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    /// <summary>Far above what a loaded machine takes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, () => what);

    public static async Task TrueAsync(Func<bool> condition, Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_patience, $"it did not come to this: {what()}");
            await Task.Delay(1);
        }
    }
}
