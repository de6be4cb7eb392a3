using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>A recurring window of maintenance.</summary>
internal sealed class WindowForm : Form<MaintenanceWindow>
{
    private static readonly TimeSpan s_unset = TimeSpan.FromTicks(-1);

    private static readonly MaintenanceWindow s_blank = new(WeekDays.All, s_unset, s_unset, TimeZoneInfo.Local);

    private static readonly Section<MaintenanceWindow> s_keys = new([
        new ValueKey<MaintenanceWindow, System.Collections.Immutable.ImmutableArray<DayOfWeek>>("days",
            WeekDays.Form, w => w.Days, (w, v) => w with { Days = v },
            "The days on which it opens; left out, all of them."),
        new ValueKey<MaintenanceWindow, TimeSpan?>("from", new TimeOfDayForm(), w => Set(w.From), (w, v) => w with { From = v!.Value }, "When it opens: \"22:00\".")
        { Required = true },
        new ValueKey<MaintenanceWindow, TimeSpan?>("to", new TimeOfDayForm(midnight: true), w => Set(w.To), (w, v) => w with { To = v!.Value },
            "When it closes; earlier than from, on the day after.")
        { Required = true },
        new ValueKey<MaintenanceWindow, string?>("tz", ZoneText.Form,
            w => ZoneText.Of(w.Zone), (w, v) => w with { Zone = ZoneText.Zone(v!) },
            "On whose clock: \"Europe/Berlin\"; \"local\" is the machine's."),
    ]);

    public override IEnumerable<string> HomesOf(string name) => s_keys.HomesOf(name);

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
}
