using System.Text.Json.Serialization;

namespace Watchdog.Core;

/// <summary>What the judgement decided. The program carries these out in order, after they have been written to the journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(BeginAction), "begin")]
[JsonDerivedType(typeof(CallOff), "call-off")]
[JsonDerivedType(typeof(Restart), "restart")]
[JsonDerivedType(typeof(NotActing), "not-acting")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Alert), "alert")]
[JsonDerivedType(typeof(Diagnose), "diagnose")]
[JsonDerivedType(typeof(TakeEvidence), "evidence")]
public abstract record Decision;

/// <summary>The service goes to another phase.</summary>
public sealed record Moved(Phase From, Phase To, Reason Reason) : Decision;

/// <summary>See what is around this check, then post <see cref="Diagnosed"/>. Its next look waits for that.</summary>
/// <param name="Check">The check.</param>
/// <param name="OnlyListener">It passes: only who answers there is asked.</param>
public sealed record Diagnose(string Check, bool OnlyListener) : Decision;

/// <summary>Take evidence and, beside it, the last look; then post <see cref="LastLookEnded"/>.</summary>
/// <param name="Epoch">Carried by every echo of this action.</param>
/// <param name="Intent">What for.</param>
/// <param name="Cause">The check to look at once more; null where the cause is the unit itself.</param>
/// <param name="Reason">Why.</param>
public sealed record BeginAction(long Epoch, Intent Intent, string? Cause, Reason Reason) : Decision
{
    /// <summary>Ask what is in flight as well, beside the last look.</summary>
    public bool AskBusy { get; init; }
}

/// <summary>Take evidence and restart nothing, then post <see cref="EvidenceTaken"/>.</summary>
/// <param name="Check">The check that has become unhealthy, and is configured to lead to evidence.</param>
/// <param name="Reason">Why.</param>
public sealed record TakeEvidence(string Check, Reason Reason) : Decision;

/// <summary>The last look found it well, or changed: nothing is done.</summary>
public sealed record CallOff(long Epoch, Reason Reason) : Decision;

/// <summary>Ask the manager for it, then post <see cref="RestartEnded"/>. Counted in the ledger before it is done.</summary>
public sealed record Restart(long Epoch, Intent Intent, Reason Reason) : Decision
{
    /// <summary>The instance to restart: another one means that somebody was faster.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Clear the manager's own start counter first; it would refuse.</summary>
    public bool ResetFailedFirst { get; init; }

    /// <summary>Sent to the main process first, with a moment for what it writes; null for none.</summary>
    public DumpSignal? Signal { get; init; }

    /// <summary>When a frozen process's stop is cut short with SIGKILL; null: the unit's own time-out holds.</summary>
    public TimeSpan? KillAfter { get; init; }
}

/// <summary>Something is wrong and nothing is done about it, and why. Repeated only when the reason changes.</summary>
public sealed record NotActing(Reason Reason) : Decision;

/// <summary>A new instance was seen, and whose doing it was.</summary>
public sealed record Started([property: JsonPropertyName("whose")] StartKind Kind, string Instance, Reason Reason) : Decision;

/// <summary>A person should know.</summary>
public sealed record Alert(AlertLevel Level, Reason Reason) : Decision
{
    /// <summary>Said before: it is still so.</summary>
    public bool IsReminder { get; init; }
}

public enum AlertLevel
{
    Info,
    Warning,
    Critical,
}
