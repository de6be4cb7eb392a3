using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Web;

/// <summary>Stops recoveries of the daemon for whoever asks.</summary>
/// <param name="find">The loop of a service, by name; null where there is none.</param>
/// <param name="clock">The clock.</param>
internal sealed class TaskControl(Func<string, ServiceLoop?> find, Clock clock)
{
    /// <summary>It was, and is no more: how it ended, the journal knows.</summary>
    public const string Over = "task-over";

    private const int LongestName = 64;
    private const int LongestReason = 200;

    /// <summary>As of a pause.</summary>
    private static readonly TimeSpan s_takenWithin = TimeSpan.FromSeconds(5);

    public async ValueTask<ControlAnswer> StopAsync(TaskStopRequest request, uint user, CancellationToken cancel)
    {
        if (!PauseRules.IsLength(request.For)) return PauseControl.BadLength;
        if (!TaskId.TryParse(request.Id, out var service, out var epoch) || find(service) is not { } loop) return None(request.Id);

        var (now, keeper) = (clock.Now, loop.Keeper);
        if (Refusal(request.Id, epoch, keeper) is { } refusal) return refusal;

        var ordered = keeper.State.Trial?.At;
        var by = $"{Words.Line(request.By, LongestName)} (uid {user})";
        var stopped = new TaskStopped(epoch, by, Words.Line(request.Because, LongestReason), now.Uptime + request.For);
        if (!await TakenAsync(loop, stopped, cancel).ConfigureAwait(false)) return ControlAnswer.Changing(service);

        // It went on while we asked: what was taken in stands in the state.
        var after = keeper.State;
        if (PauseRules.Find(after, PauseRules.TaskStopId) is not { } pause || pause.Until != stopped.Until) return Refusal(request.Id, epoch, keeper) ?? IsOver(request.Id, null);

        var held = $"nothing is begun for {service} again for {Words.Span(request.For)}; `watchdog resume {service}` ends that";
        var wasOrdered = after.Action is { Asked: true } || after.Trial?.Epoch == epoch;
        if (after.Epoch > epoch && !wasOrdered) return new ControlAnswer(true, new Reason("called-off", $"{request.Id} is called off: nothing was done to {service}; {held}"));

        var at = (after.Trial?.At ?? ordered) is { } since ? $" at {Words.Clock(now.Utc - (now.Uptime - since))}" : "";
        return new ControlAnswer(true, new Reason("carried-out", $"{request.Id} was ordered{at}, which cannot be undone: it is carried out to its end; {held}"));
    }

    /// <returns>Null when it is under way, or waits.</returns>
    private ControlAnswer? Refusal(string id, long epoch, Keeper keeper)
    {
        var state = keeper.State;
        var present = Recovery.Of(keeper.Config.Policy, state, clock.Now.Uptime);
        if (present?.Epoch == epoch) return null;
        return epoch > state.Epoch + 1 ? None(id) : IsOver(id, present is null ? null : $"{TaskId.Of(keeper.Config.Name, present.Epoch)} is under way now: {present.Step}");
    }

    private static ControlAnswer IsOver(string id, string? but) => new(false, new Reason(Over, but is null ? $"{id} is over" : $"{id} is over ({but})"));

    private static ControlAnswer None(string id) => new(false, new Reason("no-such-task", $"no task is called '{Words.Line(id)}'; `watchdog tasks` lists them"));

    private async ValueTask<bool> TakenAsync(ServiceLoop loop, Input input, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(s_takenWithin, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await loop.TryTakeAsync(input, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
