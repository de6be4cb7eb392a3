using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>Turns the calendar into pauses. The judgement itself knows only pauses, so that a replay needs no calendar.</summary>
public static class MaintenanceRule
{
    /// <summary>The wall clock may jump (NTP, suspend), which no timer tells.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMinutes(1);

    /// <summary>The two clocks drift; below this they agree, and a window is not worth opening for less.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(2);

    /// <summary>What the service has to be told now: windows that have opened, have moved (the clock was set), or are no more.</summary>
    public static ImmutableArray<Input> Follow(ImmutableArray<MaintenanceWindow> windows, ServiceState state, Moment now)
    {
        var told = ImmutableArray.CreateBuilder<Input>();
        var open = new HashSet<string>();
        foreach (var window in windows)
        {
            var id = IdOf(window);
            if (window.At(now.Utc) is not { } span || span.From > now.Utc || !open.Add(id)) continue;

            var left = span.To - now.Utc;
            var until = now.Uptime + left;
            var agrees = PauseRules.Find(state, id) is { } held ? (held.Until - until).Duration() <= s_tolerance : left <= s_tolerance;
            if (!agrees) told.Add(new PauseSet(id, until, PauseKind.Window, id));
        }

        foreach (var pause in state.Pauses)
        {
            if (pause.Kind == PauseKind.Window && !open.Contains(pause.Id) && pause.Until > now.Uptime)
            {
                told.Add(new PauseEnded("the maintenance window is no more: the clock was set, or the configuration has changed", pause.Id));
            }
        }

        return told.DrainToImmutable();
    }

    /// <summary>When to look at the calendar again, monotonic; null where there is none.</summary>
    public static TimeSpan? NextLook(ImmutableArray<MaintenanceWindow> windows, Moment now)
    {
        if (windows.IsEmpty) return null;

        var wait = s_lookEvery;
        foreach (var window in windows)
        {
            if (window.At(now.Utc) is { } next && next.From > now.Utc && next.From - now.Utc < wait) wait = next.From - now.Utc;
        }

        return now.Uptime + wait;
    }

    /// <summary><c>window sat, sun 22:00 to 02:00 Europe/Berlin</c></summary>
    private static string IdOf(MaintenanceWindow window) =>
        $"window {string.Join(", ", window.Days.Select(Word))} {Clock(window.From)} to {Clock(window.To)} {window.Zone.Id}";

    private static string Word(DayOfWeek day) => day.ToString()[..3].ToLowerInvariant();

    private static string Clock(TimeSpan time) => $"{(int)time.TotalHours:00}:{time.Minutes:00}";
}
