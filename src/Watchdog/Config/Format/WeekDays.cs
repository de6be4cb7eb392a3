using System.Collections.Immutable;

namespace Watchdog.Config.Format;

/// <summary>Days of the week: <c>["sat", "sun"]</c>.</summary>
internal static class WeekDays
{
    private static readonly (string Word, DayOfWeek Day)[] s_days =
    [
        ("mon", DayOfWeek.Monday), ("tue", DayOfWeek.Tuesday), ("wed", DayOfWeek.Wednesday), ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday), ("sat", DayOfWeek.Saturday), ("sun", DayOfWeek.Sunday),
    ];

    public static ImmutableArray<DayOfWeek> All { get; } = [.. s_days.Select(one => one.Day)];

    public static Form<ImmutableArray<DayOfWeek>> Form { get; } = new ListForm<DayOfWeek>(new ChoiceForm<DayOfWeek>(s_days), "[\"sat\", \"sun\"]");
}
