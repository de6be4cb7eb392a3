using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A time zone by its name, or the machine's.</summary>
internal static class ZoneText
{
    private const string Local = "local";

    public static Form<string?> Form { get; } = new TextForm("the name of a time zone", Problem);

    public static string Of(TimeZoneInfo zone) => ReferenceEquals(zone, TimeZoneInfo.Local) ? Local : zone.Id;

    public static TimeZoneInfo Zone(string name) => name == Local ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(name);

    private static string? Problem(string name)
    {
        if (name == Local || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)) return null;

        var zones = TimeZoneInfo.GetSystemTimeZones();
        if (zones.Count <= 1) return "this machine has no time zones; install tzdata, or take this out";
        return Nearest.To(name, zones.Select(zone => zone.Id)) is { } nearest
            ? $"this machine knows no such time zone; did you mean \"{nearest}\"?"
            : "this machine knows no such time zone; write one such as \"Europe/Berlin\" (`timedatectl list-timezones` lists them)";
    }
}
