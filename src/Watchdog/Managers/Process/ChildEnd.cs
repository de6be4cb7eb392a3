namespace Watchdog.Managers;

/// <summary>How a child ended.</summary>
/// <param name="ExitCode">0 to 255; null when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, 0 for none.</param>
/// <param name="DumpedCore">Whether the signal left a core dump.</param>
internal readonly record struct ChildEnd(int? ExitCode, int Signal = 0, bool DumpedCore = false)
{
    /// <summary>Somebody else collected the exit status: init, of a child that was taken up again; or SIGCHLD is ignored in whatever started us.</summary>
    public static ChildEnd Untold { get; } = new(null);

    /// <summary>In systemd's words.</summary>
    public string Result => this switch
    {
        { ExitCode: 0 } => "success",
        { ExitCode: not null } => "exit-code",
        { Signal: 0 } => "unknown",
        { DumpedCore: true } => "core-dump",
        _ => "signal",
    };

    /// <param name="status">As waitpid gives it.</param>
    public static ChildEnd FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new ChildEnd((status >> 8) & 0xff) : new ChildEnd(null, status & 0x7f, (status & 0x80) != 0);

    /// <summary><c>exited with code 3</c>, <c>ended by signal 9</c>.</summary>
    public override string ToString() => this switch
    {
        { ExitCode: { } code } => $"exited with code {code}",
        { Signal: 0 } => "ended, nobody knows how",
        _ => $"ended by signal {Signal}",
    };
}
