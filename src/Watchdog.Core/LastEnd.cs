namespace Watchdog.Core;

/// <summary>Who ended the unit's last invocation. Only <see cref="ByItself"/> allows "ensure up".</summary>
public enum LastEnd
{
    /// <summary>It has not ended, or it was not asked.</summary>
    None,

    /// <summary>A stop job: an administrator's <c>systemctl stop</c>, or a unit that it conflicts with or is part of.</summary>
    StopJob,

    /// <summary>No stop job was seen and the record is whole: it crashed, was killed or gave up.</summary>
    ByItself,

    /// <summary>It cannot be told (no access to the manager's journal): an alert, never a start.</summary>
    Unknown,
}
