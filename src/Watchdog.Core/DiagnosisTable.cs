using System.Globalization;

namespace Watchdog.Core;

/// <summary>Tells the wedges apart: one look that failed and what was seen around it, to a meaning. The rows are those of the README's table.</summary>
public static class DiagnosisTable
{
    private const string TimeoutPrefix = "timeout-";

    /// <summary>A spinning accept loop counts by the hundred thousand a second; between two looks, clients connect by the dozen.</summary>
    private const double BeyondOurConnects = 10_000;

    /// <param name="look">Why the look failed; its default for one that passed.</param>
    /// <param name="seen">What was seen beside it.</param>
    /// <returns>Null where the look says enough by itself: the check's own thresholds decide.</returns>
    public static (Meaning Meaning, Reason Reason)? Of(Reason look, Signals seen)
    {
        if (seen.Listening == Listening.Other) return NotOurs(seen);
        if (string.IsNullOrEmpty(look.Code)) return null;
        return look.Code switch
        {
            "late" => Is(Meaning.Overloaded, "overloaded", "it answers, but too late: it has more to do than it can"),
            "status-503-empty" => Pool(seen),
            "refused" when seen.Listening == Listening.Nobody => Is(Meaning.Thresholds, "not-listening", "its process is there and nobody listens"),
            "timeout-connect" or "timeout-first-byte" or "timeout-tls" => Silent(look.Code, seen),
            "timeout-headers" or "timeout-last-byte" or "timeout" => Halting(seen),
            _ => null,      // it answers, and what it answers says enough
        };
    }

    /// <summary>Whether the look failed by silence, so that a process that stands still would explain it.</summary>
    public static bool IsTimeout(Reason look) => look.Code?.StartsWith(TimeoutPrefix, StringComparison.Ordinal) == true;

    private static (Meaning, Reason) NotOurs(Signals seen) => seen.IsOrphan
        ? Is(Meaning.NotOurs, "orphan-listener", $"a process that an earlier run left behind holds its place: {seen.Holder}; end that process, no restart does")
        : Is(Meaning.NotOurs, "foreign-listener", $"another process holds its place: {seen.Holder}; no restart mends that: end that process, correct the check's address, or say \"listener\": \"any\" in the check if it stands before the service on purpose");

    private static (Meaning, Reason)? Silent(string code, Signals seen)
    {
        if (seen.Activity == ProcessActivity.Stopped) return Is(Meaning.Wedged, "stopped", "its process is stopped (SIGSTOP, or a debugger)");
        if (seen.Activity == ProcessActivity.Uninterruptible) return InKernel();
        if (seen.Waiting is not { } waiting) return null;
        if (Spins(seen)) return AcceptSpins(seen, waiting);
        if (waiting > 0) return seen.IsMoving switch { true => Overloaded(waiting), false => Standing(seen, waiting), _ => Waits(seen, waiting) };

        // A name that is slow to connect, with room in the backlog: what is between us and it loses packets.
        return code == "timeout-connect"
            ? Is(Meaning.Uncorroborated, "connections-lost", "its backlog has room, yet no connection comes about")
            : Is(Meaning.Uncorroborated, "accepted-silent", $"it takes connections and does not answer ours{Doing(seen)}: a slow handler, or a lost answer");
    }

    /// <summary>It burns a processor on accepts that fail: that now and then one gets in, as another leaves, is no work.</summary>
    private static bool Spins(Signals seen) =>
        seen.Activity == ProcessActivity.Burning && (seen.IsOutOfDescriptors || seen.CounterRise >= BeyondOurConnects);

    /// <summary>Something waits, and nothing of it was taken.</summary>
    private static (Meaning, Reason) Standing(Signals seen, long waiting)
    {
        if (seen.IsOutOfDescriptors || (seen.KeptAlive == KeptAlive.Answers && seen.CounterRise > 0)) return AcceptSpins(seen, waiting);
        var queue = $"{Connections(waiting)} and none was taken";
        if (seen.KeptAlive == KeptAlive.Answers) return Is(Meaning.Wedged, "accept-wedged", $"a connection that was open already is answered, new ones are not accepted; {queue}");
        if (seen.Activity == ProcessActivity.Burning) return Is(Meaning.Wedged, "spinning", $"it burns a whole processor and answers nobody; {queue}");
        if (seen.KeptAlive == KeptAlive.Silent && seen.Activity == ProcessActivity.Idle) return Is(Meaning.Wedged, "deadlocked", $"every thread sleeps, and open connections are silent too; {queue}");
        if (seen.Waiting > seen.WaitingLimit) return Is(Meaning.Wedged, "backlog-full", $"its backlog of {seen.WaitingLimit} is full{Doing(seen)}; {queue}");
        return Is(Meaning.Wedged, "not-accepting", $"it accepts no connections{Doing(seen)}; {queue}");
    }

    /// <summary>Something waits, and whether it is always the same cannot be told.</summary>
    private static (Meaning, Reason) Waits(Signals seen, long waiting) => seen.IsOutOfDescriptors
        ? AcceptSpins(seen, waiting)
        : Is(Meaning.Uncorroborated, "backlog-waits", $"{Connections(waiting)}, and whether any was taken cannot be told{Doing(seen)}");

    private static (Meaning, Reason) AcceptSpins(Signals seen, long waiting)
    {
        var why = seen.IsOutOfDescriptors
            ? $"its descriptors are at their limit of {seen.DescriptorLimit}, so it cannot accept"
            : $"its accept loop counts (by {Figure(seen.CounterRise.GetValueOrDefault())}) and takes nobody";
        return Is(Meaning.Wedged, "accept-spins", waiting > 0 ? $"{why}; {Connections(waiting)}" : why);
    }

    /// <summary>It began to answer and did not end: between slow and stuck, only time tells.</summary>
    private static (Meaning, Reason)? Halting(Signals seen) => seen.Activity switch
    {
        ProcessActivity.Stopped => Is(Meaning.Wedged, "stopped", "its process is stopped (SIGSTOP, or a debugger)"),
        ProcessActivity.Uninterruptible => InKernel(),
        _ when seen.Waiting is null => null,
        _ => Is(Meaning.Uncorroborated, "halting", $"its answer began and did not end{Doing(seen)}"),
    };

    private static (Meaning, Reason) Pool(Signals seen)
    {
        if (seen.Listening == Listening.Unseen || seen.InUse is not { } used || seen.LeftOpen is not { } left || used + left == 0)
            return Is(Meaning.Thresholds, "pool-full", "its worker pool seems full, and who holds it cannot be seen");

        return left >= used
            ? Is(Meaning.Thresholds, "pool-stuck", $"its workers are stuck: they hold {Many(left, "connection")} that the clients have left")
            : Is(Meaning.PoolHeld, "pool-held", $"its workers are all in use: clients hold {Many(used, "connection")}");
    }

    private static (Meaning, Reason) Overloaded(long waiting) =>
        Is(Meaning.Overloaded, "overloaded", $"it is at work and behind: {Connections(waiting)}, and some were taken meanwhile");

    private static (Meaning, Reason) InKernel() =>
        Is(Meaning.Overloaded, "stuck-in-kernel", "its process waits in the kernel (state D), mostly for a disk or a network file system: then not even SIGKILL ends it");

    private static string Doing(Signals seen) => seen.Activity switch
    {
        ProcessActivity.Idle => " (every thread sleeps)",
        ProcessActivity.Working => " (it is at work)",
        ProcessActivity.Burning => " (it burns a whole processor)",
        _ => "",
    };

    private static string Connections(long waiting) => waiting == 1 ? "1 connection waits" : string.Create(CultureInfo.InvariantCulture, $"{waiting} connections wait");

    private static string Many(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Figure(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static (Meaning, Reason) Is(Meaning meaning, string code, string sentence) => (meaning, new Reason(code, sentence));
}
