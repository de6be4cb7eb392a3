using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>For managers that do not let everyone.</summary>
public abstract class PrivilegeContract : ManagerContract
{
    /// <summary>What the manager says to one who may not.</summary>
    protected virtual (RestartResult Result, string Code) Refusal => (RestartResult.Denied, "access-denied");

    [SkippableFact]
    public async Task Restart_WithoutPrivilege_IsDeniedAndNothingIsDone()
    {
        var before = await RunningAsync();

        var outcome = await RestartAsNobodyAsync(before);

        Assert.Equal(Refusal, (outcome.Result, outcome.Reason.Code));
        Assert.Equal(before.MainPid, (await Unit.StatusAsync()).MainPid);
    }

    /// <summary>By a user who may not.</summary>
    private protected abstract Task<RestartOutcome> RestartAsNobodyAsync(UnitStatus before);
}
