using System.Collections.Immutable;
using System.Globalization;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class MaintenanceTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ImmutableArray<DayOfWeek> s_everyDay = [.. Enum.GetValues<DayOfWeek>()];

    [Theory]
    [InlineData("sun 03:00-05:00", "2026-11-22T01:59:59Z", "2026-11-22T02:00:00Z", "2026-11-22T04:00:00Z")]
    [InlineData("sun 03:00-05:00", "2026-11-22T02:00:00Z", "2026-11-22T02:00:00Z", "2026-11-22T04:00:00Z")]
    [InlineData("sun 03:00-05:00", "2026-11-22T04:00:00Z", "2026-11-29T02:00:00Z", "2026-11-29T04:00:00Z")]
    // Over midnight: the day is that on which it opens.
    [InlineData("sat 22:00-02:00", "2026-11-22T00:30:00Z", "2026-11-21T21:00:00Z", "2026-11-22T01:00:00Z")]
    [InlineData("sat 22:00-02:00", "2026-11-21T00:30:00Z", "2026-11-21T21:00:00Z", "2026-11-22T01:00:00Z")]
    [InlineData("sat 00:00-24:00", "2026-11-21T22:59:00Z", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z")]
    // On 29 March the clock leaps from 02:00 to 03:00, which is 01:00 UTC.
    [InlineData("sun 01:30-04:00", "2026-03-29T00:00:00Z", "2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("sun 02:30-04:00", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("sun 01:00-02:30", "2026-03-29T00:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z")]
    // One that is leapt over altogether is left out.
    [InlineData("sun 02:15-02:45", "2026-03-29T00:00:00Z", "2026-04-05T00:15:00Z", "2026-04-05T00:45:00Z")]
    // On 25 October 02:00 to 03:00 comes twice, from 00:00 and from 01:00 UTC.
    [InlineData("sun 02:15-02:45", "2026-10-25T00:00:00Z", "2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z")]
    [InlineData("sat 23:00-03:30", "2026-10-24T22:00:00Z", "2026-10-24T21:00:00Z", "2026-10-25T02:30:00Z")]
    public void At_AnyMoment_IsTheOpenOrTheNextOccurrence(string window, string now, string from, string to)
    {
        Assert.Equal((Utc(from), Utc(to)), Window(window).At(Utc(now)));
    }

    /// <summary>Berlin's years, minute by minute: in it exactly while its clock reads so, but for the repeated hour, all of which between is in.</summary>
    [Fact]
    public void At_EveryTenMinutesOfTwoYears_AgreesWithTheClockOnTheWall()
    {
        var window = Window("sat 22:10-02:40");
        for (var now = Utc("2026-01-01T00:05:00Z"); now.Year < 2028; now += Min(10))
        {
            var local = TimeZoneInfo.ConvertTime(now, s_berlin);
            var reads = (local.DayOfWeek == DayOfWeek.Saturday && local.TimeOfDay >= H(22) + Min(10)) || (local.DayOfWeek == DayOfWeek.Sunday && local.TimeOfDay < H(2) + Min(40));
            var (from, to) = window.At(now)!.Value;
            var repeated = s_berlin.IsAmbiguousTime(local.DateTime);
            Assert.True(repeated || reads == (from <= now && now < to), $"{now}: {from} to {to}");
        }
    }

    [Fact]
    public void Follow_FromOpeningToClosing_PausesOnceAndEndsByItself()
    {
        var (desk, utc) = (Desk.Watching(), Utc("2026-11-22T02:00:00Z"));
        var window = Window("sun 03:00-05:00");
        Assert.Empty(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc - S(1))));
        Assert.Equal(desk.Now + S(1), MaintenanceRule.NextLook([window], new Moment(desk.Now, utc - S(1))));

        var set = Assert.Single(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc)));
        Assert.Equal(new PauseSet("window sun 03:00 to 05:00 Europe/Berlin", desk.Now + H(2), PauseKind.Window, "window sun 03:00 to 05:00 Europe/Berlin"), set);
        desk.Give(set).After(H(1));
        Assert.Empty(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc + H(1) + S(1))));
        Assert.Equal(desk.Now + Min(1), MaintenanceRule.NextLook([window], new Moment(desk.Now, utc + H(1))));

        // Our own clock comes first by a moment: nothing is opened for that.
        Assert.Equal("-> Watching resumed", desk.Wait(H(1)).Said);
        Assert.Empty(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc + H(2) - S(1))));
    }

    [Fact]
    public void Follow_ClockSet_MovesOrEndsThePause()
    {
        var (desk, utc) = (Desk.Watching(), Utc("2026-11-22T02:00:00Z"));
        var window = Window("sun 03:00-05:00");
        desk.Give(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc))[0]);

        var moved = Assert.Single(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc + H(1))));
        Assert.Equal(desk.Now + H(1), Assert.IsType<PauseSet>(moved).Until);
        desk.Give(Assert.Single(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc + H(5)))));
        Assert.Equal("-> Watching resumed", desk.Said);
    }

    [Fact]
    public void Follow_WindowTakenOutOfTheConfiguration_EndsThePause()
    {
        var (desk, utc) = (Desk.Watching(), Utc("2026-11-22T02:00:00Z"));
        desk.Give(MaintenanceRule.Follow([Window("sun 03:00-05:00")], desk.State, new Moment(desk.Now, utc))[0]);

        Assert.IsType<PauseEnded>(Assert.Single(MaintenanceRule.Follow([], desk.State, new Moment(desk.Now, utc))));
        Assert.Null(MaintenanceRule.NextLook([], new Moment(desk.Now, utc)));
    }

    [Fact]
    public void Follow_LiftedByHand_StaysSoUntilTheNext()
    {
        var (desk, utc) = (Desk.Watching(), Utc("2026-11-22T02:00:00Z"));
        var window = Window("sun 03:00-05:00");
        desk.Give(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc))[0]).Give(new PauseEnded("anna"));

        Assert.Empty(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now + H(1), utc + H(1))));
        desk.Wait(H(2));
        Assert.Single(MaintenanceRule.Follow([window], desk.State, new Moment(desk.Now, utc + TimeSpan.FromDays(7))));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static MaintenanceWindow Window(string text)
    {
        var (day, from, to) = (text[..3], text[4..9], text[10..]);
        return new([s_everyDay.Single(one => one.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase))], Time(from), Time(to), s_berlin);
    }

    private static TimeSpan Time(string text) => H(int.Parse(text[..2], CultureInfo.InvariantCulture)) + Min(int.Parse(text[3..], CultureInfo.InvariantCulture));
}
