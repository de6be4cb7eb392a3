using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>The end of a drill: a service that it has brought down is started once more, and it is said how it was left.</summary>
internal sealed class Leaving(DrillParts parts, CheckLooks looks)
{
    private const int Tries = 20;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(500);

    /// <param name="restart">Whether the drill has touched it at all.</param>
    /// <param name="brokeOff">Its last order did not come to an end: where a restart is a stop and then a start, the stop was ours, and nobody else's.</param>
    public async Task<Reason> RunAsync(bool restart, bool brokeOff)
    {
        var look = await parts.LookAsync().ConfigureAwait(false);
        var helped = "";
        if (restart && look.Status is { State: UnitState.Failed or UnitState.Inactive } down && (down.LastEnd != LastEnd.StopJob || (brokeOff && down.RestartStops)))
        {
            // Within its start limit: one start was spared for this.
            var order = new Restart(0, Intent.EnsureUp, new Reason("drill", "watchdog drill")) { Instance = down.Instance };
            var outcome = await parts.Unit.ActAsync(order, CancellationToken.None).ConfigureAwait(false);
            helped = outcome.Result == RestartResult.Done ? "was started once more: it " : $"could not be started ({outcome.Reason.Sentence}): it ";
            look = await parts.LookAsync().ConfigureAwait(false);
        }

        return look.Status is { } status ? await TellAsync(status, helped).ConfigureAwait(false) : new Reason("unseen", $"{parts.Unit.Name}: {look.Unseen.Sentence}");
    }

    private async Task<Reason> TellAsync(UnitStatus status, string helped)
    {
        var name = $"{parts.Unit.Name} {helped}";
        if (status.State is UnitState.Failed or UnitState.Inactive or UnitState.NotFound) return new("down", $"{name}is {status.State.ToString().ToLowerInvariant()} ({status.SubState}, {status.Result})");

        var failing = await looks.UntilWellAsync(status.Instance, Tries, s_between, parts.Clock.Time, CancellationToken.None).ConfigureAwait(false);
        return failing is null
            ? new("well", $"{name}runs{(looks.All.IsEmpty ? "" : ", and its checks pass")}")
            : new("unwell", $"{name}is {status.State.ToString().ToLowerInvariant()}, but {CheckLooks.Words(failing)}");
    }
}
