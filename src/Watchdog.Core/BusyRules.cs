using System.Globalization;

namespace Watchdog.Core;

/// <summary>
/// A soft cause waits until nothing is in flight, up to a ceiling. What cannot be told counts as busy: whoever configures this has work to lose, a soft
/// cause serves somebody still, and the ceiling bounds what a wrong configuration costs.
/// </summary>
internal static class BusyRules
{
    private const string Interrupts = "; interrupted: ";

    /// <summary>Whether a restart for this cause asks what is in flight. One that serves nobody has nothing in flight that would ever end.</summary>
    public static bool Asks(Turn turn, string cause)
    {
        if (turn.Policy.BusyAtMost is null || turn.Policy.Find(cause) is not { Hard: false }) return false;

        foreach (var check in turn.State.Checks)
        {
            if (check.Diagnosis is { Meaning: Meaning.Wedged }) return false;
        }

        return true;
    }

    /// <summary>The answer at the last look: the wait begins, goes on, or has never been.</summary>
    public static void Note(Turn turn, string cause, BusyLook? look)
    {
        if (!Asks(turn, cause)) return;

        look ??= BusyLook.Unknown(new Reason("not-asked", "it was not asked"));
        if (turn.State.Busy is { } waiting) turn.State = turn.State with { Busy = waiting with { Look = look } };
        else if (IsBusy(look)) turn.State = turn.State with { Busy = new BusyState(look, turn.Now) };
    }

    /// <summary>The answer at a further look, while it waits.</summary>
    public static bool Receive(Turn turn, BusySeen seen)
    {
        if (turn.State.Busy is not { } waiting || turn.State.Action is not null || waiting.Look == seen.Look) return false;

        turn.State = turn.State with { Busy = waiting with { Look = seen.Look } };
        return true;
    }

    /// <summary>Why a restart for this cause waits; null where nothing is in flight, or the ceiling is reached.</summary>
    public static Reason? Against(Turn turn, string cause)
    {
        if (turn.State.Busy is not { } busy || !IsBusy(busy.Look) || !Asks(turn, cause)) return null;

        var until = busy.Since + turn.Policy.BusyAtMost!.Value;
        if (turn.Now >= until) return null;

        var what = busy.Look.Count is { } count ? InFlight(count) : $"it cannot be told what is in flight ({busy.Look.Problem.Sentence})";
        return new Reason("busy", $"{what}, waits until {Words.ClockAtMost(turn.At.Utc + (until - turn.Now))} at most");
    }

    /// <summary>The reason of a restart, with what it cuts off.</summary>
    public static Reason Interrupting(Turn turn, string cause, Reason reason)
    {
        if (turn.State.Busy is not { } busy || !IsBusy(busy.Look) || !Asks(turn, cause)) return reason;

        var what = busy.Look.Count is { } count ? InFlight(count) : "what was in flight, which could not be told";
        return reason with { Sentence = $"{reason.Sentence}{Interrupts}{what}" };
    }

    /// <summary>What the reason of a restart says that it interrupts; null for nothing.</summary>
    public static string? Interrupted(Reason reason) =>
        reason.Sentence.LastIndexOf(Interrupts, StringComparison.Ordinal) is >= 0 and var at ? reason.Sentence[(at + Interrupts.Length)..] : null;

    /// <summary>What it waited with is over: the next story has a ceiling of its own.</summary>
    public static void Settle(Turn turn)
    {
        if (turn.State.Busy is null || turn.State.Action is not null) return;

        foreach (var check in turn.State.Checks)
        {
            if (check.Unhealthy && Asks(turn, check.Check)) return;
        }

        turn.State = turn.State with { Busy = null };
    }

    private static bool IsBusy(BusyLook look) => look.Count is not <= 0;

    private static string InFlight(double count) => $"{count.ToString("0.##", CultureInfo.InvariantCulture)} in flight";
}
