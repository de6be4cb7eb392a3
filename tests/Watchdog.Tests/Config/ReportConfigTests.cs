using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ReportConfigTests : IDisposable
{
    private const string Notifiers = """ "notifiers": { "ops": { "slack": { "url": "https://example.org/" } }, "me": { "slack": { "url": "https://example.org/" } } }, """;

    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_NoReport_IsNone() => Assert.Null(Read("").Config!.Report);

    [Fact]
    public void Read_OnlyWhoSendsIt_IsAtEightEveryDayOnTheMachinesClock()
    {
        var report = Read("\"report\": { \"to\": [\"ops\"] },").Config!.Report!;

        Assert.Equal((TimeSpan.FromHours(8), 7), (report.Times.At, report.Times.Days.Length));
        Assert.Same(TimeZoneInfo.Local, report.Times.Zone);
        Assert.Equal(["ops"], report.To.ToArray());
    }

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        var report = Read("\"report\": { \"at\": \"06:30\", \"tz\": \"Europe/Berlin\", \"to\": [\"ops\", \"me\"], \"days\": [\"mon\", \"fri\"] },").Config!.Report!;

        Assert.Equal((new TimeSpan(6, 30, 0), "Europe/Berlin"), (report.Times.At, report.Times.Zone.Id));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], report.Times.Days.ToArray());
        Assert.Equal(["ops", "me"], report.To.ToArray());
    }

    [Theory]
    [InlineData("\"report\": {},", "\"to\" is missing here")]
    [InlineData("\"report\": { \"at\": \"8:00\", \"to\": [\"ops\"] },", "\"8:00\" is no time of the day")]
    [InlineData("\"report\": { \"to\": [] },", "this list is too short; write one such as [\"ops\"]")]
    [InlineData("\"report\": { \"to\": [\"opps\"] },", "there is no notifier \"opps\"; did you mean \"ops\"?")]
    [InlineData("\"report\": { \"to\": [\"ops\"], \"tz\": \"Europe/Berlim\" },", "did you mean \"Europe/Berlin\"?")]
    [InlineData("\"report\": { \"to\": [\"ops\"], \"days\": [\"monday\"] },", "\"monday\" is not possible here")]
    public void Read_Mistake_SaysWhatToDo(string keys, string message) =>
        Assert.Contains(message, Assert.Single(Read(keys).Problems).ToString(), StringComparison.Ordinal);

    private ConfigResult Read(string keys) => _file.Read($"{{ {keys} {Notifiers} \"services\": {{ \"s\": {{ \"systemd\": {{ \"unit\": \"s\" }} }} }} }}");
}
