using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>What has changed since an order was decided: somebody else was faster, or is at work.</summary>
internal static class Obstacle
{
    /// <param name="order">What is to be done.</param>
    /// <param name="status">The unit just now.</param>
    /// <param name="unit">The manager's name for it.</param>
    /// <returns>Null when nothing stands in the way.</returns>
    public static Reason? Against(Restart order, UnitStatus status, string unit)
    {
        if (status.Job is { } job) return new Reason("job-queued", $"its manager has {job} queued for {unit}");

        // Without one, the manager has forgotten the run since its failure was cleared.
        if (order.Instance.Length > 0 && status.Instance.Length > 0 && status.Instance != order.Instance)
            return new Reason("other-instance", $"{unit} has been started anew since this was decided");

        return Fits(order.Intent, status) ? null : new Reason("other-state", $"{unit} is {Words(status)} now");
    }

    private static bool Fits(Intent intent, UnitStatus status) => intent == Intent.EnsureUp
        ? status.State is UnitState.Failed || (status.State == UnitState.Inactive && (status.LastEnd != LastEnd.StopJob || status.RestartStops))
        : status.State == UnitState.Active || status.StopNeverEnds;

    private static string Words(UnitStatus status) =>
        status.LastEnd == LastEnd.StopJob ? "stopped by someone" : $"{status.State.ToString().ToLowerInvariant()} ({status.SubState})";
}
