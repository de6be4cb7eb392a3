using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Drilling;

/// <summary>
/// Restarts a service a number of times, one after the other, and watches how it comes back. It never clears a start limit, and never leaves a restart half-way.
/// </summary>
internal sealed class Drill
{
    private const int FirstTries = 3;

    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    private readonly DrillParts _parts;
    private readonly DrillPlan _plan;
    private readonly CheckLooks _looks;
    private readonly LogPatterns _patterns;
    private readonly List<DrillRound> _rounds = [];
    private readonly List<ProcessIdentity> _leftBehind = [];        // each is told once
    private bool _brokeOff;

    public Drill(DrillParts parts, DrillPlan plan) => (_parts, _plan, _looks, _patterns) = (parts, plan, new CheckLooks(parts.Looker), new LogPatterns(plan.FailOn));

    /// <summary>Told of each restart when it is through.</summary>
    public Action<DrillRound> Told { get; init; } = static _ => { };

    /// <summary>Told of what is waited for; empty when it is over.</summary>
    public Action<string> Waits { get; init; } = static _ => { };

    /// <summary>Looks whether it can be drilled, and changes nothing.</summary>
    /// <returns>The unit and how long the drill will take; a reason where it cannot be.</returns>
    public async Task<(UnitStatus? Status, TimeSpan Length, Reason Obstacle)> AskAsync(CancellationToken cancel)
    {
        var (ready, why) = await ReadyAsync().ConfigureAwait(false);
        if (ready is not { } status) return (null, default, why);

        if (await _looks.UntilWellAsync(status.Instance, FirstTries, s_betweenTries, _parts.Clock.Time, cancel).ConfigureAwait(false) is { } failing)
        {
            return (null, default, new("unwell", $"it is not well, so a drill would prove nothing: {CheckLooks.Words(failing)}"));
        }

        var now = _parts.Now;
        return StartPace.Estimate(status.StartLimit, StartPace.Before(status.StartLimit, status.StartedAt ?? now), now, _plan.Restarts, _plan.RunGuess) is { } length
            ? (status, length, default)
            : (null, default, new("start-limit", $"its start limit ({status.StartLimit.Burst} starts, for ever) leaves no start to drill with"));
    }

    /// <returns>The report; null, with the reason, where nothing was done.</returns>
    public async Task<(DrillReport? Report, Reason Undone)> RunAsync(CancellationToken stop)
    {
        List<TimeSpan>? starts = null;
        for (var number = 1; number <= _plan.Restarts; number++)
        {
            var (ready, why) = await ReadyAsync().ConfigureAwait(false);
            if (ready is not null)
            {
                starts ??= StartPace.Before(ready.StartLimit, ready.StartedAt ?? _parts.Now);
                if (!await PaceAsync(ready.StartLimit, starts, stop).ConfigureAwait(false)) break;

                // While it waited, things may have changed.
                (ready, why) = await ReadyAsync().ConfigureAwait(false);
            }

            if (ready is null)
            {
                if (number == 1) return (null, why);

                Add(new DrillRound { Number = number, Failure = why, IsLast = true });
                break;
            }

            var round = await RestartAsync(number, ready, starts!, stop).ConfigureAwait(false);
            if (number == 1 && round.IsUndone) return (null, round.Failure!.Value);

            Add(round);
            if (round.IsLast || stop.IsCancellationRequested) break;
        }

        return (await ReportAsync(stop.IsCancellationRequested).ConfigureAwait(false), default);
    }

    /// <returns>The unit, as it is to be restarted; null, with the reason, where it is not.</returns>
    private async Task<(UnitStatus? Status, Reason Why)> ReadyAsync()
    {
        var look = await _parts.LookAsync().ConfigureAwait(false);
        if (look.Status is not { } status) return (null, look.Unseen);
        return Obstacles.Of(status, _parts.Unit.Name) is { } obstacle ? (null, obstacle) : (status, default);
    }

    private async Task<DrillRound> RestartAsync(int number, UnitStatus before, List<TimeSpan> starts, CancellationToken stop)
    {
        var since = await _parts.Log.MarkAsync(CancellationToken.None).ConfigureAwait(false);
        var processes = _parts.Processes.Of(before).RemoveRange(_leftBehind);
        var ended = await new DrillRestart(_parts, _looks, before).RunAsync().ConfigureAwait(false);
        _brokeOff = ended.Outcome.Result != RestartResult.Done;
        starts.Add(ended.After?.StartedAt ?? _parts.Now);
        var round = new DrillRound
        {
            Number = number,
            Stop = ended.Stop,
            Down = ended.Down,
            Killed = ended.Outcome.Killed,
            Failure = ended.Failure,
            IsLast = ended.Failure is not null,
            IsUndone = ended.Outcome.Result is RestartResult.Denied or RestartResult.Refused or RestartResult.Displaced,
        };
        if (ended.After is { } after) round = await new Settling(_parts, _looks, _plan).RunAsync(round, after, processes, stop).ConfigureAwait(false);

        _leftBehind.AddRange(processes.Where(static one => one.Lives));
        var read = await since(CancellationToken.None).ConfigureAwait(false);
        var found = LogFindings.Of(read.Lines, before.Instance, _patterns, _parts.Service.Secrets);
        return round with
        {
            Killed = round.Killed || found.WasKilled,
            StopResult = found.StopResult,
            Hits = found.Hits,
            HitCount = found.HitCount,
            LogUnseen = read.Unseen.Code is null ? null : read.Unseen,
        };
    }

    /// <returns>False when the drill is ended meanwhile.</returns>
    private async Task<bool> PaceAsync(StartLimit limit, List<TimeSpan> starts, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = _parts.Now;
            if (StartPace.Next(limit, starts, now) is not { } next) return false;
            if (next <= now) break;

            Waits($"waits {Words.Span(next - now)}: its start limit is {limit.Burst} in {Words.Span(limit.Within)}");
            await Task.Delay(next - now, _parts.Clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Waits("");
        return !stop.IsCancellationRequested;
    }

    private void Add(DrillRound round)
    {
        _rounds.Add(round);
        Told(round);
    }

    private async Task<DrillReport> ReportAsync(bool interrupted)
    {
        var left = await new Leaving(_parts, _looks).RunAsync(_rounds.Count > 0, _brokeOff).ConfigureAwait(false);
        var verdict = DrillVerdict.Of(_rounds, _plan);
        if (!interrupted && verdict.Reasons.IsEmpty && _rounds.Count < _plan.Restarts)
        {
            verdict = verdict with { Reasons = [new("start-limit", "its start limit was changed meanwhile, and leaves no start to drill with")] };
        }

        return new DrillReport
        {
            Service = _parts.Service.Name,
            Unit = _parts.Unit.Name,
            Passed = verdict.Reasons.IsEmpty && _rounds.Count == _plan.Restarts,
            Interrupted = interrupted && _rounds.Count < _plan.Restarts,
            Asked = _plan.Restarts,
            Restarts = [.. _rounds],
            Reasons = verdict.Reasons,
            Notes = verdict.Notes,
            Left = left,
        };
    }
}
