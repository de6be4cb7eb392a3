using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>What systemd's refusal means, and what a person can do about it.</summary>
internal static class Refusal
{
    private const string Systemd = "org.freedesktop.systemd1.";

    /// <param name="error">As systemd gave it.</param>
    /// <param name="verb">polkit's word for what was asked: start, try-restart, kill, reset-failed.</param>
    /// <param name="unit">The unit.</param>
    public static (RestartResult Result, Reason Reason) Of(BusError error, string verb, string unit) => error switch
    {
        { IsDenied: true } => (RestartResult.Denied, new Reason(
            "access-denied",
            $"polkit does not allow us the action org.freedesktop.systemd1.manage-units with the verb {verb} for the unit {unit}: "
            + "install the rule that watchdog install writes, or run as root")),
        { IsTimeout: true } => (RestartResult.TimedOut, new Reason(error.Code, error.Message)),
        { IsUnreachable: true } => (RestartResult.Unreachable, new Reason(error.Code, error.Message)),
        { Name: Systemd + "TransactionIsDestructive" or Systemd + "TransactionJobsConflicting" or Systemd + "JobTypeNotApplicable" } =>
            (RestartResult.Displaced, new Reason("job-conflict", $"it would displace another job: {error.Message}")),
        { Name: Systemd + "ShuttingDown" } => (RestartResult.Displaced, new Reason("shutting-down", "the machine is shutting down")),
        { Name: Systemd + "NoSuchUnit" or Systemd + "UnitMasked" or Systemd + "LoadFailed" or Systemd + "BadUnitSetting" } =>
            (RestartResult.Refused, new Reason("no-such-unit", $"{error.Message}: see systemctl status {unit}")),
        _ => (RestartResult.Refused, new Reason("refused", $"systemd refuses: {error.Message} ({error.Name})")),
    };
}
