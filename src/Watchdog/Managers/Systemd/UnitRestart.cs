using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>One restart or start: asks in mode <c>fail</c>, so that no job of anybody else's is displaced, and waits for the job's end.</summary>
internal sealed class UnitRestart(SystemdManager manager, SystemdUnit unit, Restart order)
{
    private const int Kill = 9;
    private const string NoSuchUnit = "org.freedesktop.systemd1.NoSuchUnit";

    /// <summary>Above the unit's own time-outs, for the manager itself.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    /// <summary>For a unit that is given for ever.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly long _begun = manager.Time.GetTimestamp();
    private bool _killed;
    private string _note = "";

    public async Task<RestartOutcome> RunAsync(CancellationToken cancel)
    {
        var look = await unit.LookAsync(cancel).ConfigureAwait(false);
        if (look.Status is not { } status) return Outcome(RestartResult.Unreachable, look.Unseen.Code, look.Unseen.Sentence);
        if (Obstacle.Against(order, status, unit.Name) is { } obstacle) return Outcome(RestartResult.Displaced, obstacle.Code, obstacle.Sentence);

        // A unit that systemd has forgotten has nothing to clear; the start loads it.
        if (order.ResetFailedFirst && await CallAsync("ResetFailedUnit", cancel).ConfigureAwait(false) is { Name: not NoSuchUnit } refused)
            return Refused(refused, "reset-failed");

        var (ended, instead) = await AskForDumpAsync(status, cancel).ConfigureAwait(false);
        if (instead is not null) return instead;

        // Where the signal has ended it, a start: it waits for systemd's own restart, does nothing to a new instance, and starts a unit that has failed.
        using var wait = manager.Waits.Begin();
        var (member, verb) = ended || order.Intent == Intent.EnsureUp ? ("StartUnit", "start") : ("TryRestartUnit", "try-restart");
        var asked = await manager.ManagerAsync(member, WriteNameAndMode, message => Note(wait, message.ReadString('o')), cancel).ConfigureAwait(false);
        return asked.Error is { } error ? Refused(error, verb) : await EndAsync(wait.Result, status, cancel).ConfigureAwait(false);
    }

    /// <summary>Before the restart of a living process, where that is configured.</summary>
    /// <returns>Whether the signal has ended it, and an outcome where no restart is to follow.</returns>
    private async Task<(bool Ended, RestartOutcome? Instead)> AskForDumpAsync(UnitStatus status, CancellationToken cancel)
    {
        if (order is not { Intent: Intent.RestartIfHung, Signal: { } signal }) return (false, null);

        var (note, after) = await new DumpRequest(manager, unit, signal).RunAsync(status, cancel).ConfigureAwait(false);
        if (after is null) return (false, Outcome(RestartResult.Unreachable, "unit-unseen", $"{note}; then systemd could not be asked any more"));

        _note = $"; {note}";
        return after.LastEnd == LastEnd.StopJob
            ? (true, Outcome(RestartResult.Displaced, "other-state", $"{unit.Name} has been stopped by someone"))
            : (after.State != UnitState.Active || after.Instance != status.Instance, null);
    }

    private static string Note(JobWait wait, string job)
    {
        wait.Is(job);
        return job;
    }

    private async Task<RestartOutcome> EndAsync(Task<string> ended, UnitStatus before, CancellationToken cancel)
    {
        var left = Deadline(before);
        if (KillAfter(before) is { } killAfter && killAfter < left)
        {
            if (await WithinAsync(ended, killAfter, cancel).ConfigureAwait(false) is { } early) return Ended(early);

            var refused = await KillAsync(before, killAfter, cancel).ConfigureAwait(false);
            // Without the right to kill, the unit's own time-out still ends it: say so only if that fails as well.
            if (refused is not null && await WithinAsync(ended, left - killAfter, cancel).ConfigureAwait(false) is null) return Refused(refused, "kill");

            left -= killAfter;
        }

        return await WithinAsync(ended, left, cancel).ConfigureAwait(false) is { } result
            ? Ended(result)
            : Outcome(RestartResult.TimedOut, "job-timeout", $"systemd's job for {unit.Name} has not ended in {manager.Time.GetElapsedTime(_begun).TotalSeconds:0} s");
    }

    /// <summary>ExecStop and SIGTERM may take TimeoutStopSec each.</summary>
    private static TimeSpan Deadline(UnitStatus status) =>
        status.TimeoutStop is { } stop && status.TimeoutStart is { } start ? (2 * stop) + start + s_grace : s_longest;

    private TimeSpan? KillAfter(UnitStatus status) =>
        order.Intent == Intent.RestartIfHung && status is { MayBeKilled: true, TimeoutStopIsDefault: true } ? order.KillAfter : null;

    private async Task<BusError?> KillAsync(UnitStatus before, TimeSpan after, CancellationToken cancel)
    {
        var look = await unit.LookAsync(cancel).ConfigureAwait(false);
        if (look.Status is not { State: UnitState.Deactivating, MayBeKilled: true } status || status.Instance != before.Instance) return null;

        var reply = await manager.ManagerAsync("KillUnit", WriteKill, static _ => 0, cancel).ConfigureAwait(false);
        if (reply.Error is not null) return reply.Error;

        _killed = true;
        Log.UnitKilled(manager.Log, unit.Name, after);
        return null;
    }

    private async Task<string?> WithinAsync(Task<string> ended, TimeSpan within, CancellationToken cancel)
    {
        try
        {
            return await ended.WaitAsync(within, manager.Time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private RestartOutcome Ended(string result) => result switch
    {
        "done" => Outcome(RestartResult.Done, "job-done", $"systemd has carried it out for {unit.Name}"),
        "canceled" => Outcome(RestartResult.Displaced, "job-canceled", $"another job took the place of ours for {unit.Name}"),
        JobWait.BusLost => Outcome(RestartResult.Unreachable, "bus-lost", "the bus was lost after systemd had been asked; it may have happened"),
        "dependency" => Outcome(RestartResult.Failed, "job-dependency", $"a unit that {unit.Name} requires could not be started"),
        "timeout" => Outcome(RestartResult.Failed, "job-timeout", $"systemd gave up its job for {unit.Name} at the unit's own JobTimeoutSec"),
        "skipped" => Outcome(RestartResult.Failed, "job-skipped", $"a condition of {unit.Name} does not hold, so systemd has not started it"),
        _ => Outcome(RestartResult.Failed, $"job-{result}", $"systemd's job for {unit.Name} ended as {result}: see systemctl status {unit.Name}"),
    };

    private async Task<BusError?> CallAsync(string member, CancellationToken cancel) =>
        (await manager.ManagerAsync(member, message => message.Append(unit.Name), static _ => 0, cancel).ConfigureAwait(false)).Error;

    private void WriteNameAndMode(BusMessage message)
    {
        message.Append(unit.Name);
        message.Append("fail");
    }

    private void WriteKill(BusMessage message)
    {
        message.Append(unit.Name);
        message.Append("all");
        message.Append(Kill);
    }

    private RestartOutcome Refused(BusError error, string verb)
    {
        var (result, reason) = Refusal.Of(error, verb, unit.Name);
        return Outcome(result, reason.Code, reason.Sentence);
    }

    private RestartOutcome Outcome(RestartResult result, string code, string sentence) =>
        new(result, new Reason(code, sentence + _note)) { Took = manager.Time.GetElapsedTime(_begun), Killed = _killed };
}
