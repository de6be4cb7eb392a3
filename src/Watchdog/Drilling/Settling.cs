using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Drilling;

/// <summary>A run after its checks have passed: it is asked on for a while, and what it holds is counted after each look.</summary>
internal sealed class Settling(DrillParts parts, CheckLooks looks, DrillPlan plan)
{
    /// <param name="round">The restart that it came of.</param>
    /// <param name="status">The run.</param>
    /// <param name="before">The processes of the run before.</param>
    /// <param name="stop">Ends it early; what was seen by then is told.</param>
    public async Task<DrillRound> RunAsync(DrillRound round, UnitStatus status, ImmutableArray<ProcessIdentity> before, CancellationToken stop)
    {
        round = round with { Instance = status.Instance, MemoryAtStart = await parts.MemoryAsync().ConfigureAwait(false) };
        var descriptors = ImmutableArray.CreateBuilder<long>(plan.Looks);
        for (var i = 0; i < plan.Looks && round.Failure is null && !stop.IsCancellationRequested; i++)
        {
            var began = parts.Now;
            round = Seen(round, await looks.AtAsync(looks.All, status.Instance).ConfigureAwait(false));
            status = (await parts.LookAsync().ConfigureAwait(false)).Status ?? status;
            if (Gone(round, status) is { } gone) round = round with { Failure = gone, IsLast = true };
            else if (parts.Processes.Descriptors(status) is { } open) descriptors.Add(open);
            await PauseAsync(plan.Between - (parts.Now - began), stop).ConfigureAwait(false);
        }

        return round with
        {
            Descriptors = descriptors.ToImmutable(),
            MemoryAtEnd = await parts.MemoryAsync().ConfigureAwait(false),
            LeftBehind = await parts.Processes.StillThereAsync(before, CancellationToken.None).ConfigureAwait(false),
            Holder = round.Failure is null ? await looks.HolderAsync(status).ConfigureAwait(false) : "",
        };
    }

    private static DrillRound Seen(DrillRound round, Observation[] seen)
    {
        var failed = seen.FirstOrDefault(one => one.Look == Look.Failed);
        return round with
        {
            Looks = round.Looks + 1,
            FailedLooks = round.FailedLooks + (failed is null ? 0 : 1),
            LookProblem = failed is null ? round.LookProblem : CheckLooks.Words(failed),
        };
    }

    private Reason? Gone(DrillRound round, UnitStatus status)
    {
        if (status.LastEnd == LastEnd.StopJob) return new("stopped-by-someone", $"someone has stopped {parts.Unit.Name} meanwhile");
        if (status.State is UnitState.Failed or UnitState.Inactive) return new("ended", $"the new run has ended after it had been well ({status.Result})");
        if (status.IsAutoRestarting) return new("crashed", $"the new run has crashed after it had been well ({status.Result})");
        return status.Instance == round.Instance ? null : new("other-instance", "someone, or its manager after a crash, has started it anew after it had been well");
    }

    private async Task PauseAsync(TimeSpan left, CancellationToken stop)
    {
        if (left > TimeSpan.Zero) await Task.Delay(left, parts.Clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
