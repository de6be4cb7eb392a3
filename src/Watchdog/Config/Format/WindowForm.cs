using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>A recurring window of maintenance.</summary>
internal sealed class WindowForm : Form<MaintenanceWindow>
{
    private const string Local = "local";
    private static readonly TimeSpan s_unset = TimeSpan.FromTicks(-1);

    private static readonly (string Word, DayOfWeek Day)[] s_days =
    [
        ("mon", DayOfWeek.Monday), ("tue", DayOfWeek.Tuesday), ("wed", DayOfWeek.Wednesday), ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday), ("sat", DayOfWeek.Saturday), ("sun", DayOfWeek.Sunday),
    ];

    private static readonly MaintenanceWindow s_blank = new([.. s_days.Select(one => one.Day)], s_unset, s_unset, TimeZoneInfo.Local);

    private static readonly Section<MaintenanceWindow> s_keys = new([
        new ValueKey<MaintenanceWindow, System.Collections.Immutable.ImmutableArray<DayOfWeek>>("days",
            new ListForm<DayOfWeek>(new ChoiceForm<DayOfWeek>(s_days), "[\"sat\", \"sun\"]"), w => w.Days, (w, v) => w with { Days = v },
            "The days on which it opens; left out, all of them."),
        new ValueKey<MaintenanceWindow, TimeSpan?>("from", new TimeOfDayForm(), w => Set(w.From), (w, v) => w with { From = v!.Value }, "When it opens: \"22:00\".")
        { Required = true },
        new ValueKey<MaintenanceWindow, TimeSpan?>("to", new TimeOfDayForm(midnight: true), w => Set(w.To), (w, v) => w with { To = v!.Value },
            "When it closes; earlier than from, on the day after.")
        { Required = true },
        new ValueKey<MaintenanceWindow, string?>("tz", new TextForm("the name of a time zone", ZoneProblem),
            w => ReferenceEquals(w.Zone, TimeZoneInfo.Local) ? Local : w.Zone.Id, (w, v) => w with { Zone = Zone(v!) },
            "On whose clock: \"Europe/Berlin\"; \"local\" is the machine's."),
    ]);

    public override void Write(EffectiveWriter output, MaintenanceWindow value) => s_keys.Write(output, value);

    public override void WriteSchema(Utf8JsonWriter schema) => s_keys.WriteSchema(schema, s_blank);

    protected override bool Parse(Node node, Findings findings, out MaintenanceWindow value)
    {
        if (!s_keys.TryRead(s_blank, node, findings, out value)) return false;
        if (value.From == s_unset || value.To == s_unset) return false;
        return value.From != value.To
            || Wrong(node.Find("to") ?? node, findings, "this is the same as from; write when it closes, or \"00:00\" and \"24:00\" for the whole day");
    }

    private static TimeSpan? Set(TimeSpan time) => time == s_unset ? null : time;

    private static TimeZoneInfo Zone(string name) => name == Local ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(name);

    private static string? ZoneProblem(string name)
    {
        if (name == Local || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)) return null;

        var zones = TimeZoneInfo.GetSystemTimeZones();
        if (zones.Count <= 1) return "this machine has no time zones; install tzdata, or take this out";
        return Nearest.To(name, zones.Select(zone => zone.Id)) is { } nearest
            ? $"this machine knows no such time zone; did you mean \"{nearest}\"?"
            : "this machine knows no such time zone; write one such as \"Europe/Berlin\" (`timedatectl list-timezones` lists them)";
    }
}
