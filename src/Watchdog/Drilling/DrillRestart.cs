using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Supervision;

namespace Watchdog.Drilling;

/// <summary>
/// One order to restart, followed until every check of the new run has passed. It is never given up half-way: whoever ends the drill meanwhile waits for this, within
/// the manager's deadlines and the startup gate.
/// </summary>
internal sealed class DrillRestart(DrillParts parts, CheckLooks looks, UnitStatus before)
{
    /// <summary>Between looks at what is not there yet: a refused connection costs next to nothing.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(50);

    private readonly List<CheckSlot> _pending = [.. looks.All];
    private readonly ProcessIdentity? _main = UnitProcesses.MainOf(before);
    private readonly TimeSpan _began = parts.Now;
    private UnitStatus? _first;
    private TimeSpan? _back;
    private Observation? _problem;

    /// <param name="Outcome">The manager's; null where something else went wrong first.</param>
    /// <param name="After">The new run, when all its checks have passed.</param>
    /// <param name="Failure">Why not.</param>
    internal sealed record Ended(RestartOutcome Outcome, UnitStatus? After, Reason? Failure, TimeSpan? Stop, TimeSpan? Down);

    public async Task<Ended> RunAsync()
    {
        using var over = new CancellationTokenSource();
        var stopping = StopAsync(over.Token);
        var ended = await FollowAsync().ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        var stop = await stopping.ConfigureAwait(false);

        // docker and launchd do not say that they had to kill it, but nothing else takes as long. systemd says so, and gives each command of a stop that time.
        var tookAllItsTime = parts.Service.Manager is not SystemdConfig && stop >= before.TimeoutStop;
        return ended with { Stop = stop, Outcome = ended.Outcome with { Killed = ended.Outcome.Killed || tookAllItsTime } };
    }

    /// <summary>How long the run before takes to end; beside the looks, each of which may be a program that takes its time.</summary>
    private async Task<TimeSpan?> StopAsync(CancellationToken over)
    {
        while (_main is { Lives: true } && !over.IsCancellationRequested) await Task.Delay(s_between, parts.Clock.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _main is { Lives: false } ? parts.Now - _began : null;
    }

    private async Task<Ended> FollowAsync()
    {
        var order = new Restart(0, Intent.RestartIfHung, new Reason("drill", "watchdog drill")) { Instance = before.Instance };
        var act = parts.Unit.ActAsync(order, CancellationToken.None);
        TimeSpan? acted = null;
        while (true)
        {
            var over = act.IsCompleted;
            if (over && await act.ConfigureAwait(false) is { Result: not RestartResult.Done } undone) return End(undone, null, undone.Reason);

            if (over) acted ??= parts.Now;
            var status = (await parts.LookAsync().ConfigureAwait(false)).Status;
            if (IsNew(status))
            {
                _first ??= status;
                await AskAsync(status!).ConfigureAwait(false);
                if (_pending.Count == 0 && over && status is { State: UnitState.Active }) return End(act.Result, status, null);
            }

            if (over && Wrong(status, parts.Now - acted!.Value) is { } wrong) return End(act.Result, null, wrong);

            await Task.Delay(s_between, parts.Clock.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Its manager has started a new run: a pass before that is the old one's.</summary>
    private bool IsNew(UnitStatus? status) =>
        status is { Instance.Length: > 0, State: UnitState.Active or UnitState.Activating or UnitState.Reloading, IsAutoRestarting: false } && status.Instance != before.Instance;

    private async Task AskAsync(UnitStatus status)
    {
        var seen = await looks.AtAsync(_pending, status.Instance).ConfigureAwait(false);
        for (var i = seen.Length - 1; i >= 0; i--)
        {
            if (seen[i].Look == Look.Passed) _pending.RemoveAt(i);
            else _problem = seen[i];
        }

        if (_pending.Count == 0) _back ??= parts.Now - _began;
    }

    private Reason? Wrong(UnitStatus? status, TimeSpan since)
    {
        if (status is { State: UnitState.Failed or UnitState.Inactive })
        {
            return status.LastEnd == LastEnd.StopJob
                ? new Reason("stopped-by-someone", $"someone has stopped {parts.Unit.Name} meanwhile")
                : new Reason("ended", $"the new run has ended at once ({status.Result})");
        }

        var again = _first is { } first && status is not null && (status.AutoRestarts > first.AutoRestarts || (IsNew(status) && status.Instance != first.Instance));
        if (again || status is { IsAutoRestarting: true }) return new Reason("crashed", "the new run has crashed, and its manager starts it again");
        if (since <= parts.Service.Policy.StartupGate) return null;

        var why = _problem is { } problem ? CheckLooks.Words(problem) : $"its manager calls it {status?.State.ToString().ToLowerInvariant() ?? "nothing, for it does not answer"}";
        return new Reason("not-well", $"the new run is not well after {Words.Span(since)} (startupGate): {why}");
    }

    private Ended End(RestartOutcome outcome, UnitStatus? after, Reason? failure) => new(outcome, after, failure, null, failure is null ? _back : null);
}
