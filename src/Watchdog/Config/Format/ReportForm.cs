using System.Collections.Immutable;

namespace Watchdog.Config.Format;

/// <summary>The keys of the daily report.</summary>
internal static class ReportForm
{
    private static readonly ReportConfig s_blank = new() { Times = new ReportConfig().Times with { Days = WeekDays.All } };

    private static readonly Section<ReportConfig> s_keys = new([
        new ValueKey<ReportConfig, TimeSpan?>("at", new TimeOfDayForm(), r => r.Times.At, (r, v) => r with { Times = r.Times with { At = v!.Value } }, "When it is sent: \"08:00\"."),
        new ValueKey<ReportConfig, string?>("tz", ZoneText.Form, r => ZoneText.Of(r.Times.Zone), (r, v) => r with { Times = r.Times with { Zone = ZoneText.Zone(v!) } },
            "On whose clock: \"Europe/Berlin\"; \"local\" is the machine's."),
        new ValueKey<ReportConfig, ImmutableArray<string>?>("to", new NotifyForm(least: 1), r => r.To.IsEmpty ? null : r.To, (r, v) => r with { To = v!.Value }, "The notifiers that send it, by name.")
        { Required = true },
        new ValueKey<ReportConfig, ImmutableArray<DayOfWeek>>("days", WeekDays.Form, r => r.Times.Days, (r, v) => r with { Times = r.Times with { Days = v } }, "The days on which it is sent; left out, all of them."),
    ]);

    public static Form<ReportConfig?> Whole { get; } = new SectionForm<ReportConfig, ReportConfig>(s_keys, s_blank);
}
