namespace Watchdog.Managers.Driven;

/// <summary>How long managers that are told by a program are given, where they have no time-outs of their own.</summary>
internal static class Patience
{
    /// <summary>For a question.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>From SIGTERM to SIGKILL where nobody chose a time: systemd's DefaultTimeoutStopSec.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(90);

    /// <summary>Until what was started runs.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    /// <summary>After SIGKILL, which works at once but in uninterruptible sleep.</summary>
    public static readonly TimeSpan Killed = TimeSpan.FromSeconds(10);

    /// <summary>For the program itself, above the time that it was told.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
}
