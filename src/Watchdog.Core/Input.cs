using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Watchdog.Core;

/// <summary>
/// What a service's loop receives. Everything that the judgement learns comes through here, so that a recorded list of inputs,
/// each with its <see cref="Moment"/>, replays to the same decisions.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(UnitSeen), "unit")]
[JsonDerivedType(typeof(UnitUnseen), "unit-unseen")]
[JsonDerivedType(typeof(LastLookEnded), "last-look")]
[JsonDerivedType(typeof(Diagnosed), "diagnosed")]
[JsonDerivedType(typeof(DependencySeen), "dependency")]
[JsonDerivedType(typeof(BusySeen), "busy")]
[JsonDerivedType(typeof(RestartEnded), "restart-ended")]
[JsonDerivedType(typeof(StartExpected), "start-expected")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Rearmed), "rearmed")]
[JsonDerivedType(typeof(PauseSet), "pause")]
[JsonDerivedType(typeof(PauseEnded), "pause-ended")]
[JsonDerivedType(typeof(TaskStopped), "task-stopped")]
[JsonDerivedType(typeof(TrendSeen), "trend")]
[JsonDerivedType(typeof(SelfDoubted), "self-doubted")]
[JsonDerivedType(typeof(JudgedAnew), "judged-anew")]
[JsonDerivedType(typeof(EvidenceTaken), "evidence")]
[JsonDerivedType(typeof(Tick), "tick")]
public abstract record Input;

/// <summary>A probe has looked.</summary>
public sealed record Observed(Observation Observation) : Input;

/// <summary>The manager was asked, or told us by a signal.</summary>
public sealed record UnitSeen(UnitStatus Status) : Input;

/// <summary>The manager could not be asked.</summary>
public sealed record UnitUnseen(Reason Reason) : Input;

/// <summary>
/// The look taken beside the evidence, just before the restart. <paramref name="Check"/> is null where the cause is not a check (the
/// unit has failed); <paramref name="Status"/> is null where the manager could not be asked.
/// </summary>
/// <param name="Signals">What was seen around it; null where there was nothing to see.</param>
public sealed record LastLookEnded(long Epoch, Observation? Check, UnitStatus? Status, Signals? Signals = null) : Input
{
    /// <summary>What it depends on, as it was seen beside that look.</summary>
    public ImmutableArray<DependencySeen> Dependencies { get; init; } = [];

    /// <summary>What was in flight, where <see cref="BeginAction.AskBusy"/> asked for it.</summary>
    public BusyLook? Busy { get; init; }

    /// <summary>How it stands with the other services just now; null where nobody can tell.</summary>
    public Crowd? Crowd { get; init; }

    /// <summary>The id of the evidence that was taken beside it; null where none was.</summary>
    public string? Evidence { get; init; }
}

/// <summary>What was seen around a check, as <see cref="Diagnose"/> asked for.</summary>
/// <param name="Instance">The instance that was looked at.</param>
/// <param name="Signals">Null when the look itself was not to be had: not in time, or by a bug of ours. Then it is asked for again.</param>
public sealed record Diagnosed(string Check, string Instance, Signals? Signals) : Input;

/// <summary>What it depends on was looked at, beside a failing look.</summary>
/// <param name="Name">As in <see cref="ServicePolicy.DependsOn"/>.</param>
/// <param name="Down">Why it is down; null when it is up, and when that cannot be known.</param>
public sealed record DependencySeen(string Name, Reason? Down) : Input;

/// <summary>What is in flight was asked for, beside a failing look, while a restart waits for it.</summary>
public sealed record BusySeen(BusyLook Look) : Input;

/// <summary>The one arrow back: the action of that epoch is over. A stale echo changes nothing.</summary>
public sealed record RestartEnded(long Epoch, RestartOutcome Outcome) : Input;

/// <summary>Another service's restart takes this unit along: the next new instance until then is our doing.</summary>
public sealed record StartExpected(string Because, TimeSpan Until) : Input;

/// <summary>We have started, or taken the state over from another run of ours.</summary>
/// <param name="Because">For people: "the daemon started", or <see cref="Round"/>.</param>
public sealed record Resumed(string Because) : Input
{
    /// <summary>A round of <c>watchdog check</c>, as under a timer: there is one a minute.</summary>
    public const string Round = "check";
}

/// <summary>An operator closed the circuit: <c>watchdog rearm</c>.</summary>
public sealed record Rearmed(string By) : Input;

/// <summary>Nothing is done to the service until then. Set again under the same id, it is renewed.</summary>
/// <param name="Because">For people: what for, and by whom.</param>
/// <param name="Until">Monotonic; at most <see cref="PauseRules.Longest"/> from now.</param>
/// <param name="Kind">What ends it before its time.</param>
/// <param name="Id">Tells it from others that stand at the same time.</param>
public sealed record PauseSet(string Because, TimeSpan Until, [property: JsonPropertyName("pause")] PauseKind Kind = PauseKind.Timed, string Id = "") : Input;

/// <summary>A pause is over before its time.</summary>
/// <param name="Because">For people.</param>
/// <param name="Id">Which; null for all that stand (of a window: its present occurrence).</param>
/// <param name="OwnerGone">Whoever held it has gone without a word: that is said aloud.</param>
public sealed record PauseEnded(string Because, string? Id = null, bool OwnerGone = false) : Input;

/// <summary>
/// An operator stops a recovery: <c>watchdog tasks stop</c>. One that is not ordered yet is called off; one that is, is carried out to its end. Either way nothing
/// is begun again until then.
/// </summary>
/// <param name="Epoch">Which (<see cref="Recovery.Epoch"/>); of one that is over, it changes nothing.</param>
/// <param name="By">Who.</param>
/// <param name="Because">For people: what for.</param>
/// <param name="Until">Monotonic, as of <see cref="PauseSet"/>.</param>
public sealed record TaskStopped(long Epoch, string By, string Because, TimeSpan Until) : Input;

/// <summary>A check's number has begun to climb steadily towards its limit, or does so no longer. The samples are no part of the state: only what they say is.</summary>
/// <param name="Check">The check.</param>
/// <param name="Sentence">When the limit is reached (<see cref="Trend.Sentence"/>); null when it no longer climbs.</param>
public sealed record TrendSeen(string Check, string? Sentence) : Input;

/// <summary>Whether we can trust what we see of this service.</summary>
/// <param name="Why">Why not; null: the doubt is over.</param>
public sealed record SelfDoubted(Reason? Why) : Input;

/// <summary>What failed until now says nothing any more: the machine slept, or an incident of the whole host is over.</summary>
public sealed record JudgedAnew(Reason Why) : Input;

/// <summary>Evidence was taken without anything being done.</summary>
/// <param name="Id">The bundle.</param>
/// <param name="Because">For people: what for, or who asked for it.</param>
public sealed record EvidenceTaken(string Id, string Because) : Input
{
    /// <summary>Whose failure led to it and to nothing else (<see cref="OnFailure.Evidence"/>); null where somebody asked.</summary>
    public string? Check { get; init; }
}

/// <summary>Nothing happened but time.</summary>
public sealed record Tick : Input;
