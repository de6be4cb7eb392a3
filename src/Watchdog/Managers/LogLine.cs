namespace Watchdog.Managers;

/// <summary>A line that a service wrote, or its manager about it.</summary>
/// <param name="Text">As it stands there, bounded.</param>
internal readonly record struct LogLine(string Text)
{
    /// <summary>Its manager's own word: the service cannot have written it.</summary>
    public bool ByManager { get; init; }

    /// <summary>Of a line of its manager: the run that it tells of, as <see cref="Core.UnitStatus.Instance"/> names it; else empty.</summary>
    public string Instance { get => field ?? ""; init; }

    /// <summary>The name of a bad end of a run, where the line tells of one (systemd: UNIT_RESULT).</summary>
    public string EndResult { get => field ?? ""; init; }

    /// <summary>It tells that the main process ended by SIGKILL.</summary>
    public bool WasKilled { get; init; }

    /// <summary>When it was written; null where the log does not tell.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>syslog's, from 0 (emergency) to 7 (debug); null where the log does not tell.</summary>
    public int? Priority { get; init; }

    /// <summary>Who wrote it: <c>python3[812]</c>; empty where the log does not tell.</summary>
    public string Writer { get => field ?? ""; init; }
}
