using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public sealed class LaunchctlAnswerTests
{
    [Theory]
    [InlineData(113, "Could not find service \"x\" in domain for user gui: 501", "kickstart", RestartResult.Refused, "not-loaded")]
    [InlineData(112, "Could not find domain for", "print", RestartResult.Unreachable, "no-gui-session")]
    [InlineData(125, "Domain does not support specified action", "print", RestartResult.Unreachable, "no-gui-session")]
    [InlineData(119, "Service is disabled", "kickstart", RestartResult.Refused, "disabled")]
    [InlineData(150, "Operation not permitted while System Integrity Protection is engaged", "kickstart", RestartResult.Refused, "prevented-by-sip")]
    [InlineData(37, "Operation already in progress", "kickstart", RestartResult.Displaced, "in-progress")]
    [InlineData(36, "Operation now in progress", "bootstrap", RestartResult.Displaced, "in-progress")]
    [InlineData(64, "Unrecognized target specifier", "kickstart", RestartResult.Refused, "bad-target")]
    [InlineData(1, "Could not kickstart service \"x\": 1: Operation not permitted", "kickstart", RestartResult.Denied, "access-denied")]
    [InlineData(5, "Bootstrap failed: 5: Input/output error", "bootstrap", RestartResult.Failed, "bootstrap-failed")]
    [InlineData(3, "No such process", "kickstart", RestartResult.Failed, "launchctl-3")]
    public void Of_EachExitCode_HasItsMeaning(int code, string error, string verb, RestartResult result, string reason)
    {
        var (got, why) = LaunchctlAnswer.Of(new ProcessResult(code, "", error), verb, "gui/501/x");
        Assert.Equal((result, reason), (got, why.Code));
    }

    [Fact]
    public void Of_NoLaunchctl_IsSaid() => Assert.Equal("no-launchctl", LaunchctlAnswer.Of(new ProcessResult(null, "", "") { IsMissing = true }, "print", "system/x").Reason.Code);

    [Fact]
    public void Of_PastItsDeadline_MayStillHappen() =>
        Assert.Equal(RestartResult.TimedOut, LaunchctlAnswer.Of(new ProcessResult(null, "", "launchctl did not end within 60 s and was killed."), "kickstart", "system/x").Result);

    [Theory]
    [InlineData("gui/501/com.example.web", "gui/501")]
    [InlineData("system/com.example.web", "system")]
    public void Domain_OfATarget_IsAllBeforeItsLabel(string target, string domain) => Assert.Equal(domain, LaunchctlAnswer.Domain(target));
}
