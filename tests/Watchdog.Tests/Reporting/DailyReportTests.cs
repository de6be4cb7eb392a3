using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Reporting;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Reporting.Told;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Reporting;

public sealed class DailyReportTests : IDisposable
{
    private static readonly ReportConfig s_config = new() { Times = new([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(8), TimeZoneInfo.Utc), To = ["ops"] };

    private readonly TestFolder _folder = new();
    private readonly FakeOutbox _outbox = new();
    private readonly CapturedLog _log = new();
    private readonly TestTimeProvider _time = new();        // 2026-11-20, 10:02:03

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_DayAfterDay_SendsOneReportEach()
    {
        var journal = new ToldJournal();
        var told = new ToldService("web", _time.GetUtcNow().AddHours(-4), 1, journal.Write);
        told.Wedge();
        told.Pass(TimeSpan.FromDays(3));
        journal.Save(_folder.Directories.Journal);
        await using var daily = Daily();
        daily.Start();

        await SleepUntilAsync(46);

        Assert.Equal(["report-2026-11-21", "report-2026-11-22"], _outbox.Messages.Select(message => message.Id));
        var first = _outbox.Messages[0];
        Assert.Equal((MessageKind.Report, AlertLevel.Info, first.Id, new DateTimeOffset(2026, 11, 21, 8, 0, 1, TimeSpan.Zero)), (first.Kind, first.Level, first.Story, first.At));
        Assert.StartsWith("no incident, no restart, 100 % over 24 h", first.Title, StringComparison.Ordinal);
        Assert.StartsWith($"# {first.Title}\n", first.Body, StringComparison.Ordinal);
        Assert.Contains("| web | 100 % |", first.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendIfDue_KilledBetweenOutboxAndMark_IsOneMessage()
    {
        await using (var installed = Daily()) await installed.SendIfDueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(23));
        _outbox.OnAdd = () => throw new InvalidOperationException("killed");
        await using (var killed = Daily()) await Assert.ThrowsAsync<InvalidOperationException>(() => killed.SendIfDueAsync(CancellationToken.None));
        _outbox.OnAdd = () => { };
        for (var i = 0; i < 3; i++)
        {
            await using var again = Daily();
            await again.SendIfDueAsync(CancellationToken.None);
            await again.SendIfDueAsync(CancellationToken.None);
        }

        Assert.Equal("report-2026-11-21", Assert.Single(_outbox.Messages).Id);
    }

    [Fact]
    public async Task SendIfDue_MarkThatCannotBeWritten_IsSaidAndSentOnceByThisRun()
    {
        await using var daily = Daily();
        await daily.SendIfDueAsync(CancellationToken.None);
        File.Delete(MarkFile);
        Directory.CreateDirectory(MarkFile + ".tmp");
        _time.Advance(TimeSpan.FromHours(23));

        await daily.SendIfDueAsync(CancellationToken.None);
        await daily.SendIfDueAsync(CancellationToken.None);

        Assert.Single(_outbox.Messages);
        Assert.Contains(892, _log.Ids);
    }

    [Fact]
    public async Task SendIfDue_MarkThatIsNone_BeginsAnew()
    {
        File.WriteAllText(MarkFile, "{\"day\":");
        await using var daily = Daily();

        await daily.SendIfDueAsync(CancellationToken.None);

        Assert.Empty(_outbox.Messages);
        _time.Advance(TimeSpan.FromHours(23));
        await daily.SendIfDueAsync(CancellationToken.None);
        Assert.Single(_outbox.Messages);
    }

    [Fact]
    public async Task Follow_ThatWasSwitchedOffForDays_BeginsAnew()
    {
        await using var daily = Daily();
        await daily.SendIfDueAsync(CancellationToken.None);
        daily.Follow(null);
        await daily.SendIfDueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(5));

        daily.Follow(s_config);
        await daily.SendIfDueAsync(CancellationToken.None);
        Assert.Empty(_outbox.Messages);

        _time.Advance(TimeSpan.FromDays(1));
        await daily.SendIfDueAsync(CancellationToken.None);
        Assert.Single(_outbox.Messages);
    }

    [Fact]
    public async Task SendIfDue_WithNothingRecorded_SaysSo()
    {
        await using var daily = Daily();
        await daily.SendIfDueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(23));

        await daily.SendIfDueAsync(CancellationToken.None);

        Assert.Equal("nothing was recorded since 2026-11-20 08:00", Assert.Single(_outbox.Messages).Title);
    }

    [Fact]
    public async Task SendIfDue_WithAServiceThatWasStoppedLongAgo_TellsOfIt()
    {
        var service = new ServiceConfig { Name = "old", Manager = new SystemdConfig("old.service", SystemdScope.System), Checks = [], Policy = new ServicePolicy { Name = "old" } };
        var stopped = ServiceState.New with { Phase = Phase.Stopped, PhaseReason = new Reason("stopped", "someone stopped it"), PhaseSince = _time.Uptime - TimeSpan.FromDays(30) };
        new StateStore(_folder.Directories, BootId.Read(), _time, _log).Save("old", stopped, new Dictionary<string, CounterMemory>());
        await using var daily = Daily();
        daily.Services = [service, service with { Name = "new" }];
        await daily.SendIfDueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(23));

        await daily.SendIfDueAsync(CancellationToken.None);

        var message = Assert.Single(_outbox.Messages);
        Assert.Contains("- **old**: watched 0 ms; stopped 1 d", message.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("new", message.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendIfDue_WhereNoneIsConfigured_WritesNothing()
    {
        await using var daily = Daily(configured: false);
        daily.Start();
        await daily.SendIfDueAsync(CancellationToken.None);

        Assert.False(File.Exists(MarkFile));
    }

    [Fact]
    public async Task Follow_AConfigurationThatHasOneNow_SendsTheNext()
    {
        await using var daily = Daily(configured: false);
        daily.Start();
        daily.Follow(s_config);

        await SleepUntilAsync(23);

        Assert.Single(_outbox.Messages);
    }

    private string MarkFile => Path.Combine(_folder.Directories.State, "report.json");

    private DailyReport Daily(bool configured = true) => new(configured ? s_config : null, _folder.Directories, _outbox, _time, _log);

    /// <summary>An hour at a time, each begun when the work of the one before is done: it arms the timer at its end.</summary>
    private async Task SleepUntilAsync(int hours)
    {
        var end = _time.Uptime + TimeSpan.FromHours(hours);
        _time.Advance(TimeSpan.Zero);
        while (true)
        {
            var now = _time.GetUtcNow();
            var next = s_config.Times.After(now)!.Value + TimeSpan.FromSeconds(1) - now;
            var due = _time.Uptime + (next < TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1) ? next : TimeSpan.FromHours(1));
            await _time.ArmedAsync(due);
            if (due > end) return;
            _time.AdvanceTo(due);
        }
    }
}
