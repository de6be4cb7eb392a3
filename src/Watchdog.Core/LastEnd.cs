namespace Watchdog.Core;

/// <summary>Who ended the unit's last invocation. Only <see cref="ByItself"/> and <see cref="WithUs"/> allow "ensure up".</summary>
public enum LastEnd
{
    /// <summary>It has not ended, or it was not asked.</summary>
    None,

    /// <summary>A stop job: an administrator's <c>systemctl stop</c>, or a unit that it conflicts with or is part of.</summary>
    StopJob,

    /// <summary>No stop job was seen and the record is whole: it crashed, was killed or gave up.</summary>
    ByItself,

    /// <summary>
    /// It ended with us, or has never run, and nobody but us starts it: a start is due and counts for nothing. (As the end before a run: so was its start.)
    /// </summary>
    WithUs,

    /// <summary>It cannot be told (no access to the manager's journal): an alert, never a start.</summary>
    Unknown,
}
