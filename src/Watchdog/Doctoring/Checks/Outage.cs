using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>How long a hang may keep a service down after it was decided to restart it; a person who waits for a page has gone by then.</summary>
internal static class Outage
{
    public static readonly TimeSpan Goal = TimeSpan.FromSeconds(60);

    /// <param name="time">Null for as long as it takes.</param>
    public static bool TooLong(TimeSpan? time) => !(time <= Goal);

    /// <param name="time">What a process that hangs is given to end; null for as long as it takes.</param>
    /// <param name="setting">Where that is set.</param>
    /// <param name="remedy">How to set it.</param>
    public static Finding Finding(TimeSpan? time, string setting, string remedy) => Doctoring.Finding.Warning(
        "stop-timeout",
        $"a process that hangs is given {(time is { } stop ? Words.Span(stop) : "as long as it takes")} to end ({setting}), and is down that long at a restart; {Words.Span(Goal)} is what an outage should take at most", remedy);
}
