namespace Watchdog.Managers.Systemd;

/// <summary>Why a call brought no answer: the other side's refusal, or one of our own three.</summary>
/// <param name="Name">D-Bus name: <c>org.freedesktop.DBus.Error.AccessDenied</c>.</param>
/// <param name="Message">The other side's words, or a sentence of ours.</param>
internal sealed record BusError(string Name, string Message)
{
    private const string Standard = "org.freedesktop.DBus.Error.", Local = "watchdog.";

    /// <summary>The bus or the manager on it is gone: nothing is known.</summary>
    public bool IsUnreachable => Name is Local + "Unreachable" or Local + "NoLibsystemd" or Standard + "Disconnected" or Standard + "ServiceUnknown"
        or Standard + "NameHasNoOwner" or Standard + "NoServer" or "System.Error.ECONNRESET" or "System.Error.ENOTCONN";

    /// <summary>No answer in time: it may still happen.</summary>
    public bool IsTimeout => Name is Local + "TimedOut" or Standard + "NoReply" or Standard + "Timeout" or Standard + "TimedOut" or "System.Error.ETIMEDOUT";

    public bool IsDenied => Name is Standard + "AccessDenied" or Standard + "InteractiveAuthorizationRequired" or Standard + "AuthFailed"
        || Name.StartsWith("org.freedesktop.PolicyKit1.Error.", StringComparison.Ordinal);

    /// <summary>Stable code for a look that failed.</summary>
    public string Code => this switch
    {
        { Name: Local + "NoLibsystemd" } => "systemd-absent",
        { IsUnreachable: true } => "bus-unreachable",
        { IsTimeout: true } => "bus-timeout",
        { IsDenied: true } => "bus-denied",
        _ => "bus-error",
    };

    public static BusError Unreachable(string why) => new(Local + "Unreachable", why);

    public static BusError TimedOut(TimeSpan after) => new(Local + "TimedOut", $"no answer from systemd in {after.TotalSeconds:0.#} s");

    public static BusError Malformed(string why) => new(Local + "Malformed", $"systemd's answer could not be read: {why}");

    public static BusError NoLibsystemd { get; } =
        new(Local + "NoLibsystemd", "libsystemd.so.0 is not on this machine, so it does not run systemd: configure command or process instead");
}
