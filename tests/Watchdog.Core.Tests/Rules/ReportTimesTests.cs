using System.Collections.Immutable;
using System.Globalization;

namespace Watchdog.Core.Tests.Rules;

public class ReportTimesTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ImmutableArray<DayOfWeek> s_everyDay = [.. Enum.GetValues<DayOfWeek>()];
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Times => ["08:00", "00:00", "02:30", "03:00", "23:59"];

    /// <summary>A year of Berlin, minute by minute, the daemon killed after each: what it knows is the mark alone.</summary>
    [Theory]
    [MemberData(nameof(Times))]
    public void Next_EachMinuteOfAYear_IsOneReportADayWithoutAGap(string at)
    {
        var times = Every(at);
        ReportMark? mark = null;
        var sent = new List<ReportDue>();
        for (var now = Utc("2026-01-01T12:00:00Z"); now < Utc("2027-01-01T12:00:00Z"); now += s_minute)
        {
            (var due, mark) = times.Next(mark, now);
            if (due is not null) sent.Add(due);
        }

        // It begins at one in the afternoon.
        var first = new DateOnly(2026, 1, at == "23:59" ? 1 : 2);
        Assert.Equal(Enumerable.Range(0, 365).Select(first.AddDays), sent.Select(due => due.Day));
        for (var i = 1; i < sent.Count; i++)
        {
            Assert.Equal(sent[i - 1].Until, sent[i].Since);
            Assert.InRange((sent[i].Until - sent[i].Since).TotalHours, 23, 25);
        }
    }

    /// <summary>As the daemon does it: asleep until the next is due, an hour at most, and restarted whenever it likes around then.</summary>
    [Fact]
    public void After_EachWake_SleepsNoReportOver()
    {
        var times = Every("08:00");
        var (mark, random, sent) = (new ReportMark(new DateOnly(2026, 1, 1), Utc("2026-01-01T07:00:00Z")), new Random(1), 0);
        for (var now = Utc("2026-01-01T12:00:00Z"); now < Utc("2027-01-01T12:00:00Z");)
        {
            (var due, mark) = times.Next(mark, now);
            if (due is not null)
            {
                sent++;
                Assert.Equal((8, 0), (TimeZoneInfo.ConvertTime(now, s_berlin).Hour, TimeZoneInfo.ConvertTime(now, s_berlin).Minute));
            }

            var next = times.After(now)!.Value;
            Assert.True(next > now);
            var wake = next - now < TimeSpan.FromHours(1) ? next : now + TimeSpan.FromHours(1);
            now = random.Next(5) == 0 ? now + ((wake - now) * random.NextDouble()) : wake;
        }

        Assert.Equal(365, sent);
    }

    [Theory]
    // 02:30 is leapt over on 29 March, when 03:00 is 01:00 UTC; on 25 October it comes twice, first at 00:30 UTC.
    [InlineData("02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("08:00", "2026-11-21T06:59:59Z", "2026-11-21T07:00:00Z")]
    [InlineData("08:00", "2026-11-21T07:00:00Z", "2026-11-22T07:00:00Z")]
    public void After_AnyMoment_IsTheNext(string at, string now, string next) => Assert.Equal(Utc(next), Every(at).After(Utc(now)));

    [Fact]
    public void Next_WithoutAMark_TakesWhatWasDueBeforeAsSent()
    {
        var (due, mark) = Every("08:00").Next(null, Utc("2026-11-21T15:00:00Z"));
        Assert.Null(due);
        Assert.Equal(new ReportMark(new DateOnly(2026, 11, 21), Utc("2026-11-21T07:00:00Z")), mark);

        (due, _) = Every("08:00").Next(mark, Utc("2026-11-22T07:00:00Z"));
        Assert.Equal(new ReportDue(new DateOnly(2026, 11, 22), Utc("2026-11-21T07:00:00Z"), Utc("2026-11-22T07:00:00Z")), due);
    }

    [Fact]
    public void Next_DownAtThatTime_IsSentLateAndOnce()
    {
        var mark = new ReportMark(new DateOnly(2026, 11, 20), Utc("2026-11-20T07:00:00Z"));

        var (due, after) = Every("08:00").Next(mark, Utc("2026-11-21T08:30:00Z"));

        Assert.Equal(new ReportDue(new DateOnly(2026, 11, 21), Utc("2026-11-20T07:00:00Z"), Utc("2026-11-21T08:30:00Z")), due);
        Assert.Null(Every("08:00").Next(after, Utc("2026-11-21T08:31:00Z")).Due);
        Assert.Equal(Utc("2026-11-21T08:30:00Z"), Every("08:00").Next(after, Utc("2026-11-22T07:00:00Z")).Due!.Since);
    }

    [Fact]
    public void Next_DownForDays_IsOneReportOfAllOfThem()
    {
        var mark = new ReportMark(new DateOnly(2026, 11, 10), Utc("2026-11-10T07:00:00Z"));

        var (due, after) = Every("08:00").Next(mark, Utc("2026-11-21T06:00:00Z"));

        Assert.Equal(new ReportDue(new DateOnly(2026, 11, 20), Utc("2026-11-10T07:00:00Z"), Utc("2026-11-21T06:00:00Z")), due);
        Assert.Equal(new DateOnly(2026, 11, 21), Every("08:00").Next(after, Utc("2026-11-21T07:00:00Z")).Due!.Day);
    }

    [Fact]
    public void Next_DownForMonths_TellsOfTheLastDay()
    {
        var mark = new ReportMark(new DateOnly(2026, 1, 10), Utc("2026-01-10T07:00:00Z"));

        Assert.Equal(Utc("2026-11-20T08:00:00Z"), Every("08:00").Next(mark, Utc("2026-11-21T08:00:00Z")).Due!.Since);
    }

    [Fact]
    public void Next_ClockJumpedAheadAndBack_GoesOnAtOnce()
    {
        var times = Every("08:00");
        var (due, mark) = times.Next(new ReportMark(new DateOnly(2026, 11, 20), Utc("2026-11-20T07:00:00Z")), Utc("2031-11-20T12:00:00Z"));
        Assert.Equal(new DateOnly(2031, 11, 20), due!.Day);

        (due, mark) = times.Next(mark, Utc("2026-11-20T12:05:00Z"));
        Assert.Null(due);
        Assert.Equal(new DateOnly(2026, 11, 21), times.Next(mark, Utc("2026-11-21T07:00:00Z")).Due!.Day);
    }

    [Fact]
    public void Next_ClockPutBackByAnHour_IsNotSentTwice()
    {
        var times = Every("08:00");
        var (due, mark) = times.Next(new ReportMark(new DateOnly(2026, 11, 20), Utc("2026-11-20T07:00:00Z")), Utc("2026-11-21T07:00:00Z"));
        Assert.NotNull(due);

        for (var now = Utc("2026-11-21T06:00:00Z"); now < Utc("2026-11-22T07:00:00Z"); now += s_minute) Assert.Null(times.Next(mark, now).Due);
    }

    [Fact]
    public void Next_OnSomeDays_IsSentOnThese()
    {
        var times = Every("08:00") with { Days = [DayOfWeek.Monday, DayOfWeek.Friday] };
        var (mark, days) = (new ReportMark(new DateOnly(2026, 11, 1), Utc("2026-11-01T07:00:00Z")), new List<DateOnly>());
        for (var now = Utc("2026-11-01T08:00:00Z"); now < Utc("2026-11-15T08:00:00Z"); now += s_minute)
        {
            (var due, mark) = times.Next(mark, now);
            if (due is not null) days.Add(due.Day);
        }

        Assert.Equal([new(2026, 11, 2), new(2026, 11, 6), new(2026, 11, 9), new(2026, 11, 13)], days);
    }

    private static ReportTimes Every(string at) => new(s_everyDay, TimeSpan.ParseExact(at, @"hh\:mm", CultureInfo.InvariantCulture), s_berlin);

    private static DateTimeOffset Utc(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
}
