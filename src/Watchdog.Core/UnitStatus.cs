using System.Text.Json.Serialization;

namespace Watchdog.Core;

/// <summary>What a service manager says of a unit, in one read.</summary>
public sealed record UnitStatus
{
    /// <summary>The reason of a start that is due: no news.</summary>
    public const string NotStarted = "not-started";

    public required UnitState State { get; init; }

    /// <summary>The manager's own finer word (systemd: SubState), for people.</summary>
    public string SubState { get; init; } = "";

    /// <summary>Identifies one run of the unit (systemd: InvocationID, 32 hex digits). Empty when it has never run.</summary>
    public string Instance { get; init; } = "";

    /// <summary>When this run began, monotonic since boot (systemd: InactiveExitTimestampMonotonic). Null when it is not known.</summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>The main process, 0 when there is none.</summary>
    public int MainPid { get; init; }

    /// <summary>A file or a command has told <see cref="MainPid"/>, not who started it: it may be anybody's by now.</summary>
    public bool MainPidIsHearsay { get; init; }

    /// <summary>How often the manager restarted it of its own accord (systemd: NRestarts). Only a rise means an automatic restart.</summary>
    public long AutoRestarts { get; init; }

    /// <summary>How the last run ended (systemd: Result: success, exit-code, signal, core-dump, watchdog, oom-kill, start-limit-hit, …).</summary>
    public string Result { get; init; } = "";

    /// <summary>How many processes of its cgroup the kernel has killed for lack of memory in this run; null where that cannot be read.</summary>
    public long? OomKills { get; init; }

    /// <summary>The queued or running job, for people ("restart, by id 1234"), or null when there is none.</summary>
    public string? Job { get; init; }

    /// <summary>Who ended the last run; looked up only while the unit is failed or inactive.</summary>
    public LastEnd LastEnd { get; init; }

    /// <summary>
    /// Who ended the run before this one, where the manager keeps no count of its own restarts: <see cref="LastEnd.ByItself"/> makes this start an
    /// automatic one, <see cref="LastEnd.Unknown"/> does where the run before was short, <see cref="LastEnd.WithUs"/> one that nobody but us can have
    /// made. None where the manager counts.
    /// </summary>
    public LastEnd EndBefore { get; init; }

    /// <summary>Whether a restart is a stop and then a start, so that one cut short leaves it stopped, and by us.</summary>
    public bool RestartStops { get; init; }

    /// <summary>It is deactivating, to come up again, and its manager would wait for that for ever (runit, where the process ignores SIGTERM).</summary>
    public bool StopNeverEnds { get; init; }

    /// <summary>The manager's own limit on starts.</summary>
    public StartLimit StartLimit { get; init; }

    /// <summary>
    /// The setting by which its manager turns on the machine when a run of the unit ends (systemd: FailureAction, SuccessAction or JobTimeoutAction other
    /// than none), as <c>FailureAction=reboot</c>; empty when there is none.
    /// </summary>
    public string EndAction { get; init; } = "";

    /// <summary>Null when the manager waits for ever.</summary>
    public TimeSpan? TimeoutStop { get; init; }

    /// <summary>Whether <see cref="TimeoutStop"/> is the manager's default, so that nobody chose it.</summary>
    public bool TimeoutStopIsDefault { get; init; }

    /// <summary>Null when the manager waits for ever.</summary>
    public TimeSpan? TimeoutStart { get; init; }

    /// <summary>False when the unit asks never to be killed (SendSIGKILL=no).</summary>
    public bool MayBeKilled { get; init; } = true;

    /// <summary>The cgroup of its processes, relative to the cgroup root; empty when it has none.</summary>
    public string ControlGroup { get; init; } = "";

    /// <summary>Units that a restart of this one restarts with it (RequiredBy, BoundBy, ConsistsOf).</summary>
    public IReadOnlyList<string> RestartsAlong { get; init; } = [];

    /// <summary>Its start is due: nothing has failed.</summary>
    [JsonIgnore]
    public bool IsDue => this is { State: UnitState.Failed, LastEnd: LastEnd.WithUs };

    /// <summary>It is down, and meant to be up.</summary>
    [JsonIgnore]
    public bool IsMissed => this is { State: UnitState.Failed, LastEnd: LastEnd.ByItself or LastEnd.WithUs };

    /// <summary>Its run has ended, and its manager is about to start it again of its own accord (systemd: auto-restart, auto-restart-queued).</summary>
    [JsonIgnore]
    public bool IsAutoRestarting => State == UnitState.Activating && SubState.StartsWith("auto-restart", StringComparison.Ordinal);
}
