using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>
/// All that is remembered of a service, immutable. Times are monotonic since boot; <c>Rebase</c> carries them over a reboot.
/// </summary>
public sealed record ServiceState
{
    public static ServiceState New { get; } = new();

    public Phase Phase { get; init; } = Phase.Starting;

    /// <summary>Set while <see cref="Phase"/> is Holding.</summary>
    public Hold Hold { get; init; }

    /// <summary>Why it is in this phase.</summary>
    public Reason PhaseReason { get; init; } = new("new", "not looked at yet");

    /// <summary>Since when.</summary>
    public TimeSpan PhaseSince { get; init; }

    /// <summary>Counts our actions. An echo that carries another number is stale.</summary>
    public long Epoch { get; init; }

    /// <summary>The manager's last word; null before the first, or since it could not be asked.</summary>
    public UnitStatus? Unit { get; init; }

    /// <summary>The last instance that was seen, also while the unit is out of sight. Empty before the first.</summary>
    public string Instance { get; init; } = "";

    /// <summary>When that instance began: the manager's time, else when it was first seen.</summary>
    public TimeSpan StartedAt { get; init; }

    /// <summary>The number of automatic restarts last seen: only a rise means one.</summary>
    public long AutoRestarts { get; init; }

    /// <summary>The processes of that instance that the kernel has killed for lack of memory, as last seen: only a rise is news.</summary>
    public long OomKills { get; init; }

    /// <summary>Instance and result of the bad end that was told last, so that each is told once; empty before the first.</summary>
    public string ToldEnd { get; init; } = "";

    /// <summary>Since when this instance has been seen deactivating; null while it is not.</summary>
    public TimeSpan? StoppingSince { get; init; }

    /// <summary>Since when the manager cannot be asked.</summary>
    public TimeSpan? BlindSince { get; init; }

    public ImmutableArray<CheckState> Checks { get; init; } = [];

    /// <summary>Every start within the longest window that anything needs, oldest first.</summary>
    public ImmutableArray<LedgerEntry> Ledger { get; init; } = [];

    /// <summary>
    /// We had the manager forget that it has failed, or stop it, to start it: should that come to nothing, the unit is merely inactive and still meant to
    /// be up.
    /// </summary>
    public bool FailureCleared { get; init; }

    /// <summary>The action under way.</summary>
    public ActionState? Action { get; init; }

    /// <summary>The instance that our last restart has to prove, and what for.</summary>
    public TrialState? Trial { get; init; }

    /// <summary>Restarts that did not help, by cause.</summary>
    public ImmutableArray<IneffectiveCount> Ineffective { get; init; } = [];

    /// <summary>Our restarts in a row without ten healthy minutes since: what the backoff doubles by.</summary>
    public int RestartsInRow { get; init; }

    /// <summary>Until when no further restart of ours is due; null for none.</summary>
    public TimeSpan? BackoffUntil { get; init; }

    /// <summary>Since when all is well, null while it is not.</summary>
    public TimeSpan? HealthySince { get; init; }

    /// <summary>Since when the storm circuit is open; null while it is closed.</summary>
    public TimeSpan? StormSince { get; init; }

    /// <summary>When the present hold was last alerted.</summary>
    public TimeSpan? RemindedAt { get; init; }

    /// <summary>Ledger entries before this are not counted (rearm).</summary>
    public TimeSpan? RearmedAt { get; init; }

    /// <summary>Until when a new instance is our doing, though the restart was another service's.</summary>
    public TimeSpan? StartExpectedUntil { get; init; }

    /// <summary>What keeps it paused; it is while any of them holds (<see cref="PauseRules.Until"/>).</summary>
    public ImmutableArray<PauseState> Pauses { get; init; } = [];

    /// <summary>Doubt about ourselves, and what many services have in common; null while there was neither.</summary>
    public HostState? Host { get; init; }

    /// <summary>Code and check of the last <see cref="NotActing"/>, so that it is said once.</summary>
    public string NotActingCode { get; init; } = "";

    /// <summary>Codes of the alerts that stand, so that each is raised once.</summary>
    public ImmutableArray<string> Alerted { get; init; } = [];

    /// <summary>Those of its dependencies that were down when they were last looked at.</summary>
    public ImmutableArray<DependencyState> Dependencies { get; init; } = [];

    /// <summary>When the last of them was back; null when none was down, or nothing has failed since.</summary>
    public TimeSpan? DependencyBackAt { get; init; }

    /// <summary>Set while a restart waits for work in flight.</summary>
    public BusyState? Busy { get; init; }

    /// <summary>The story of trouble that is open; null while there is none.</summary>
    public Incident? Incident { get; init; }

    /// <summary>How many stories it has had.</summary>
    public long Incidents { get; init; }

    /// <summary>The id of the evidence that was taken last; null for none.</summary>
    public string? Evidence { get; init; }

    /// <summary>When evidence was last taken for a check that is configured to lead to that; null for never.</summary>
    public TimeSpan? EvidenceAt { get; init; }

    public CheckState Check(string name)
    {
        foreach (var check in Checks)
        {
            if (check.Check == name) return check;
        }

        return new CheckState { Check = name };
    }
}

/// <summary>An action between its decision and its echo.</summary>
/// <param name="Intent">What for.</param>
/// <param name="Cause">The check, or <c>unit</c>.</param>
/// <param name="Instance">The instance it is aimed at.</param>
/// <param name="Since">When it was begun.</param>
/// <param name="Asked">Whether the restart has been decided and counted; before that, only evidence and the last look.</param>
public sealed record ActionState(Intent Intent, string Cause, string Instance, TimeSpan Since, bool Asked)
{
    /// <summary>It is a start that was due (a child of ours that did not run yet): no sign of trouble.</summary>
    public bool IsDue { get; init; }
}

/// <summary>A restart that has to prove itself.</summary>
/// <param name="Cause">The check, or <c>unit</c>, that led to it.</param>
/// <param name="InstanceBefore">The instance that was restarted.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Carried">Whether the manager has said that it carried it out.</param>
/// <param name="Epoch">Of its action.</param>
public sealed record TrialState(string Cause, string InstanceBefore, TimeSpan At, bool Carried = false, long Epoch = 0);

/// <param name="Cause">The check, or <c>unit</c>.</param>
/// <param name="Count">Restarts in a row that did not help.</param>
/// <param name="At">The last of them.</param>
public readonly record struct IneffectiveCount(string Cause, int Count, TimeSpan At);
