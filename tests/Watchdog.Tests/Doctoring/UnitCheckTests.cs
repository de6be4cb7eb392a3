using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;

namespace Watchdog.Tests.Doctoring;

public sealed class UnitCheckTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Judge_NothingWrong_FindsNothing() => Assert.Empty(ServiceChecks.Judge(AnyFacts.Service));

    [Theory]
    [InlineData(UnitState.Failed, "broken unit-failed")]
    [InlineData(UnitState.Inactive, "unknown unit-stopped")]
    [InlineData(UnitState.NotFound, "broken unit-not-found")]
    [InlineData(UnitState.Activating)]
    [InlineData(UnitState.Reloading)]
    public void Judge_State_IsToldWhereItKeepsFromLooking(UnitState state, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { State = state } })));

    [Theory]
    [InlineData("bus-unreachable")]
    [InlineData("systemd-absent")]
    [InlineData("manager-not-supported", "unknown manager-not-supported")]
    public void Judge_Unseen_IsToldOnceForTheBusAndElseForTheService(string code, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyFacts.Service with { Status = null, Unit = null, Unseen = new Reason(code, "so it is") }));

    [Fact]
    public void Judge_UserOrGroupThatThereIsNot_IsToldWithWhatAddsIt()
    {
        var findings = ServiceChecks.Judge(AnyFacts.With(AnyFacts.Unit with { Unknown = [("User", "ghost"), ("SupplementaryGroups", "ghosts")] })).ToList();

        Assert.Equal(["unknown-user", "unknown-group"], findings.Select(finding => finding.Code));
        Assert.Equal("User=ghost: there is no such user: the next start fails", findings[0].Sentence);
        Assert.Equal("sudo groupadd --system ghosts, or correct SupplementaryGroups= (systemctl edit web.service)", findings[1].Remedy);
    }

    // The first start, and restarts after 0, 1.6 min (2 less a fifth) and 4.8 min.
    [Theory]
    [InlineData(10, 2)]
    [InlineData(90, 2)]
    [InlineData(120, 3)]
    [InlineData(3600, 4)]
    public void MostStarts_Within_CountsWhatBudgetAndBackoffLetIn(int seconds, int expected) =>
        Assert.Equal(expected, StartLimitCheck.MostStarts(new ServicePolicy { Name = "web" }, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(3, "warning start-limit")]
    [InlineData(4)]
    [InlineData(0)]
    public void Judge_StartLimitOfAnHour_IsToldWhereOurRestartsWouldHitIt(int burst, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { StartLimit = new StartLimit(burst, TimeSpan.FromHours(1), false) } })));

    [Fact]
    public void Judge_StartLimitForEver_SaysSo()
    {
        var facts = AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { StartLimit = new StartLimit(1, TimeSpan.MaxValue, true) } });

        var finding = Assert.Single(ServiceChecks.Judge(facts));

        Assert.Equal("systemd allows 1 starts ever (StartLimitBurst), our restarts may come to 4 with the first start: one more sets off its StartLimitAction, so we hold instead", finding.Sentence);
        Assert.Equal("systemctl edit web.service, and there: [Unit] StartLimitBurst=4", finding.Remedy);
        Assert.Equal("web", finding.Service);
    }

    [Fact]
    public void Judge_EndAction_IsBroken() =>
        Assert.Equal(["broken unit-end-action"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { EndAction = "FailureAction=reboot" } })));

    [Theory]
    [InlineData(60, false, true)]
    [InlineData(61, false, true, "warning stop-timeout")]
    [InlineData(90, true, true)]
    [InlineData(90, true, false, "warning stop-timeout", "warning no-sigkill")]
    public void Judge_TimeToStop_IsToldWhereNothingCutsIt(int seconds, bool isDefault, bool mayBeKilled, params string[] expected) => Assert.Equal(
        expected,
        AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { TimeoutStop = TimeSpan.FromSeconds(seconds), TimeoutStopIsDefault = isDefault, MayBeKilled = mayBeKilled } })));

    [Fact]
    public void Judge_NoTimeToStopOrNoKillAfter_IsTold()
    {
        var endless = AnyFacts.With(AnyFacts.Unit with { Status = AnyFacts.Status with { TimeoutStop = null, TimeoutStopIsDefault = false } });
        var never = AnyFacts.Service with { Service = AnyFacts.Service.Service with { Policy = new ServicePolicy { Name = "web", KillAfter = null } } };

        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(endless));
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(never));
    }

    [Theory]
    [InlineData("process", "warning kill-mode")]
    [InlineData("none", "warning kill-mode")]
    [InlineData("mixed")]
    public void Judge_KillMode_IsToldWhereChildrenLiveOn(string mode, params string[] expected) => Assert.Equal(expected, AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { KillMode = mode })));

    [Theory]
    [InlineData("simple", "", "no", "warning restart-no")]
    [InlineData("oneshot", "", "no")]
    [InlineData("forking", "", "always", "warning type-forking")]
    [InlineData("forking", "/run/web.pid", "always")]
    public void Judge_TypeAndRestart_AreToldWhereSystemdLosesIt(string type, string pidFile, string restart, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Type = type, PidFile = pidFile, Restart = restart })));

    [Theory]
    [InlineData(99, "warning memory-max")]
    [InlineData(100, "warning memory-max")]
    [InlineData(101)]
    public void Judge_MemoryMax_IsToldWhereTheKernelComesFirst(long limit, params string[] expected)
    {
        var memory = new CheckConfig(new CheckPolicy { Name = "memory", Kind = CheckKind.Memory }, new MemoryTarget(100, null));
        var facts = AnyFacts.With(AnyFacts.Unit with { MemoryMax = limit });

        Assert.Equal(expected, AnyFacts.Judged(facts with { Service = facts.Service with { Checks = [memory] } }));
    }

    [Theory]
    [InlineData("simple", "main", false, 1, "broken watchdog-never-fed")]
    [InlineData("notify", "none", true, 1, "broken watchdog-never-fed")]
    [InlineData("notify", "main", false, 29, "warning two-watchdogs")]
    [InlineData("notify", "main", false, 31, "broken watchdog-never-fed")]
    [InlineData("simple", "main", true, 31, "warning two-watchdogs")]
    public void Judge_WatchdogSec_IsToldAndBrokenWhereNobodyFeedsIt(string type, string access, bool hasNotified, int activeFor, string expected) => Assert.Equal(
        [expected],
        AnyFacts.Judged(AnyFacts.With(AnyFacts.Unit with { Type = type, NotifyAccess = access, HasNotified = hasNotified, ActiveFor = TimeSpan.FromSeconds(activeFor), Watchdog = s_minute })));

    [Fact]
    public void Judge_OthersAlongRivalsAndTwins_AreTold()
    {
        var facts = AnyFacts.With(AnyFacts.Unit with { NeedsReload = true, Status = AnyFacts.Status with { RestartsAlong = ["worker.service"] } });

        Assert.Equal(["warning daemon-reload", "warning restarts-along"], AnyFacts.Judged(facts));
        Assert.Equal(["warning two-watchdogs", "warning two-watchdogs"], AnyFacts.Judged(AnyFacts.Service with { Rivals = ["monit (/etc/monitrc, line 3)"], Twins = ["web-too"] }));
    }

    [Fact]
    public void Judge_Denied_NamesUserVerbsAndUnit()
    {
        var finding = Assert.Single(ServiceChecks.Judge(AnyFacts.Service with { Privileges = new PrivilegeFacts("service-watchdog", ["kill"]) }));

        Assert.Equal(("polkit-denied", FindingSeverity.Broken), (finding.Code, finding.Severity));
        Assert.StartsWith("polkit does not let user service-watchdog kill web.service", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Remedy_OfAUsersUnit_IsForTheUsersManager() =>
        Assert.Equal("systemctl --user edit web.service, and there: [Service] KillMode=mixed", (AnyFacts.Unit with { Scope = SystemdScope.User }).Set("Service", "KillMode=mixed"));
}
