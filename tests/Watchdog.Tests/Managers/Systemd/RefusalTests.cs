using Watchdog.Core;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("org.freedesktop.DBus.Error.AccessDenied", RestartResult.Denied, "access-denied")]
    [InlineData("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", RestartResult.Denied, "access-denied")]
    [InlineData("org.freedesktop.PolicyKit1.Error.NotAuthorized", RestartResult.Denied, "access-denied")]
    [InlineData("org.freedesktop.systemd1.TransactionIsDestructive", RestartResult.Displaced, "job-conflict")]
    [InlineData("org.freedesktop.systemd1.TransactionJobsConflicting", RestartResult.Displaced, "job-conflict")]
    [InlineData("org.freedesktop.systemd1.JobTypeNotApplicable", RestartResult.Displaced, "job-conflict")]
    [InlineData("org.freedesktop.systemd1.ShuttingDown", RestartResult.Displaced, "shutting-down")]
    [InlineData("org.freedesktop.systemd1.NoSuchUnit", RestartResult.Refused, "no-such-unit")]
    [InlineData("org.freedesktop.systemd1.OnlyByDependency", RestartResult.Refused, "refused")]
    [InlineData("org.freedesktop.DBus.Error.NoReply", RestartResult.TimedOut, "bus-timeout")]
    [InlineData("org.freedesktop.DBus.Error.Disconnected", RestartResult.Unreachable, "bus-unreachable")]
    [InlineData("org.freedesktop.DBus.Error.NameHasNoOwner", RestartResult.Unreachable, "bus-unreachable")]
    public void Of_Error_IsItsResult(string error, RestartResult result, string code)
    {
        var (actual, reason) = Refusal.Of(new BusError(error, "words of systemd"), "start", "a.service");

        Assert.Equal((result, code), (actual, reason.Code));
    }
}
