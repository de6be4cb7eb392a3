using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;

namespace Watchdog.Reporting;

/// <summary>
/// Sends a report once a day. One timer to the next one, and nothing else; where none is configured, it does not tick. The report is made aside, in a bounded time: no
/// service's loop waits for it.
/// </summary>
internal sealed class DailyReport : IAsyncDisposable
{
    /// <summary>The wall clock may jump, which no timer tells.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromHours(1);

    /// <summary>A month of a hundred services takes a few seconds, on a slow disk too.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    /// <summary>A timer may be a moment early.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private const int MostBytes = 32 << 10;

    private readonly Directories _directories;
    private readonly IOutbox _outbox;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly MarkFile _mark;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile ReportConfig? _config;
    private ITimer? _timer;
    private Task _sending = Task.CompletedTask;

    /// <param name="config">Null for no report.</param>
    public DailyReport(ReportConfig? config, Directories directories, IOutbox outbox, TimeProvider time, ILogger log)
    {
        (_config, _directories, _outbox, _time, _log) = (config, directories, outbox, time, log);
        _mark = new MarkFile(Path.Combine(directories.State, "report.json"), log);
    }

    /// <summary>Those that belong in it, replaced when the configuration is.</summary>
    public ImmutableArray<ServiceConfig> Services { get; set; } = [];

    /// <summary>For a daemon: sends what is due, now and from now on.</summary>
    public void Start()
    {
        _timer = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(TimeSpan.Zero);
    }

    /// <summary>The configuration has changed.</summary>
    public void Follow(ReportConfig? config)
    {
        _config = config;
        Arm(TimeSpan.Zero);
    }

    /// <summary>Sends the one that is due, if any.</summary>
    public async Task SendIfDueAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_config is not { } config)
            {
                _mark.Clear();
                return;
            }

            var (due, mark) = config.Times.Next(_mark.Read(), _time.GetUtcNow());
            if (due is not null && !await TrySendAsync(config, due, cancel).ConfigureAwait(false)) return;

            // Set after the outbox has it: a crash in between adds it once more under the same id, which the outbox knows.
            if (mark is not null) _mark.Write(mark);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);      // ends at its next line
        _stop.Dispose();
        _one.Dispose();
    }

    private async Task<bool> TrySendAsync(ReportConfig config, ReportDue due, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(s_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            var message = await Task.Run(() => MessageOf(config, due, either.Token), either.Token).ConfigureAwait(false);
            _outbox.Add(message, config.To);
            Log.ReportSent(_log, due.Day, message.Title);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Log.ReportNotMade(_log, due.Day, $"it took longer than {Words.Span(s_deadline)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ReportNotMade(_log, due.Day, failure.Message);
        }

        return false;
    }

    private Message MessageOf(ReportConfig config, ReportDue due, CancellationToken cancel)
    {
        var report = Reporter.Make(_directories.Journal, new Period(due.Since, due.Until), KnownServices.Of(Services, _directories, _time), null, Environment.MachineName, name => ServiceNames.Has(Services, name), cancel);
        var id = $"report-{due.Day:yyyy-MM-dd}";
        return new Message
        {
            Id = id,
            Story = id,
            Kind = MessageKind.Report,
            Level = AlertLevel.Info,
            Host = report.Host,
            At = due.Until,
            Title = report.Services.IsEmpty ? ReportWords.Nothing(report, config.Times.Zone) : report.Headline,
            Body = ReportMarkdown.Of(report, config.Times.Zone, MostBytes),
        };
    }

    private void Wake() => _sending = SendAndArmAsync();

    private async Task SendAndArmAsync()
    {
        try
        {
            await SendIfDueAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception bug)
        {
            Log.ReportFailed(_log, bug);
        }

        var now = _time.GetUtcNow();
        if (_config?.Times.After(now) is { } next) Arm(next - now < s_lookEvery ? next - now + s_least : s_lookEvery);
    }

    /// <summary>False when we have ended, or are no daemon.</summary>
    private void Arm(TimeSpan wait) => _timer?.Change(wait, Timeout.InfiniteTimeSpan);
}
