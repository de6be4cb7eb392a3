namespace Watchdog.Core;

/// <summary>What an operator does to a recovery.</summary>
internal static class RecoveryRules
{
    public const string Stopped = "stopped-by-operator";

    /// <summary>
    /// Called off where nothing has been ordered. After that only its end is left, since half of a restart is an outage. The same condition would call for the
    /// next at once: a pause keeps it from that.
    /// </summary>
    public static bool Stop(Turn turn, TaskStopped stopped)
    {
        if (Recovery.Of(turn.Policy, turn.State, turn.Now) is not { } recovery || recovery.Epoch != stopped.Epoch) return false;

        var why = $"{TaskId.Of(turn.Policy.Name, stopped.Epoch)} stopped by {stopped.By}: {stopped.Because}";
        if (!recovery.IsOrdered)
        {
            // Beyond its own number: what still comes of it is stale, and the next is another.
            turn.State = turn.State with { Action = null, Epoch = stopped.Epoch + 1 };
            turn.Decide(new CallOff(stopped.Epoch, new Reason(Stopped, why)));
        }

        PauseRules.Set(turn, new PauseSet(why, stopped.Until, PauseKind.Timed, PauseRules.TaskStopId));
        return true;
    }
}
