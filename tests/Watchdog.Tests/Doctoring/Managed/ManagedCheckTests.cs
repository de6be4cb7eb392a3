using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;
using Watchdog.Doctoring.Managed;
using Watchdog.Kernel;
using Watchdog.Probes;

namespace Watchdog.Tests.Doctoring.Managed;

/// <summary>Each thing that can be wrong with a service of a manager other than systemd, alone.</summary>
public sealed class ManagedCheckTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(61);

    [Fact]
    public void Judge_NothingWrong_FindsNothing() => Assert.All(AnyManaged.All, facts => Assert.Empty(ServiceChecks.Judge(facts)));

    [Theory]
    [InlineData("false", "warning restart-no")]
    [InlineData("Off", "warning restart-no")]
    [InlineData("unexpected")]
    [InlineData(null)]
    public void Judge_Autorestart_IsToldWhereSupervisordDoesNot(string? autorestart, params string[] expected) =>
        Assert.Equal(expected, Judged(AnyManaged.Program, program => program with { Autorestart = autorestart }));

    [Fact]
    public void Judge_ProgramSettings_AreTold()
    {
        Assert.Equal(["warning not-at-boot"], Judged(AnyManaged.Program, program => program with { Autostart = false }));
        Assert.Equal(["warning stop-by-kill"], Judged(AnyManaged.Program, program => program with { StopSignal = 9 }));
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(Status(AnyManaged.Program, status => status with { TimeoutStop = s_long, TimeoutStopIsDefault = false })));
        Assert.Equal(["warning start-wait"], AnyFacts.Judged(Status(AnyManaged.Program, status => status with { TimeoutStart = s_long })));

        // An older supervisord tells no times.
        Assert.Empty(AnyFacts.Judged(Status(AnyManaged.Program, status => status with { TimeoutStop = null })));
    }

    [Fact]
    public void Judge_AProgramThatIsStopped_IsNotToldThatItStaysSoAtBoot() => Assert.Equal(
        ["unknown unit-stopped"],
        Judged(Status(AnyManaged.Program, status => status with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob }), program => program with { Autostart = false }));

    [Fact]
    public void Remedy_OfAProgram_NamesFileAndSection()
    {
        var finding = Assert.Single(ServiceChecks.Judge(AnyManaged.Program with { Settings = new ProgramSettings { Autostart = false, File = "/etc/s.conf", Section = "program:web" } }));
        var unknown = Assert.Single(ServiceChecks.Judge(AnyManaged.Program with { Settings = new ProgramSettings { Autostart = false } }));

        Assert.Equal("in /etc/s.conf: [program:web] autostart=true; then supervisorctl update", finding.Remedy);
        Assert.Equal("in its section of supervisord's configuration: autostart=true; then supervisorctl update", unknown.Remedy);
    }

    [Fact]
    public void Judge_ContainerSettings_AreTold()
    {
        Assert.Equal(["warning restart-no"], Inspected(told => told with { Policy = "no" }));
        Assert.Equal(["warning restart-no"], Inspected(told => told with { Policy = "" }));
        Assert.Equal(["broken auto-remove"], Inspected(told => told with { Policy = "", AutoRemove = true }));
        Assert.Equal(["broken managed-by-systemd"], Inspected(told => told with { Policy = "no", AutoRemove = true, Unit = "web.service" }));
        Assert.Equal(["warning two-watchdogs"], Inspected(told => told with { HasHealthcheck = true, OnFailure = "restart" }));
        Assert.Empty(Inspected(told => told with { HasHealthcheck = true, OnFailure = "none" }));
        Assert.Empty(Inspected(told => told with { OnFailure = "restart" }));
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(Status(AnyManaged.Docker, status => status with { TimeoutStop = s_long })));
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(Status(AnyManaged.Docker, status => status with { TimeoutStop = null })));
    }

    [Theory]
    [InlineData("true", true, true, "warning two-watchdogs")]
    [InlineData("true", true, false)]
    [InlineData("true", false, true)]
    [InlineData("", true, true)]
    public void Judge_Autoheal_IsToldWhereItRunsAndHasSomethingToGoBy(string label, bool hasHealthcheck, bool isRunning, params string[] expected) => Assert.Equal(
        expected,
        AnyFacts.Judged(AnyManaged.Docker with { Settings = new ContainerSettings(new ContainerInspect("always", Autoheal: label, HasHealthcheck: hasHealthcheck), isRunning) }));

    [Theory]
    [InlineData(99, "warning memory-max")]
    [InlineData(101)]
    [InlineData(0)]
    public void Judge_MemoryOfAContainer_IsToldWhereTheKernelComesFirst(long limit, params string[] expected)
    {
        var memory = new CheckConfig(new CheckPolicy { Name = "memory", Kind = CheckKind.Memory }, new MemoryTarget(100, null));
        var facts = AnyManaged.Docker with { Settings = new ContainerSettings(new ContainerInspect("always", Memory: limit)) };

        Assert.Equal(expected, AnyFacts.Judged(facts with { Service = facts.Service with { Checks = [memory] } }));
    }

    [Fact]
    public void Judge_ServiceDirectory_IsToldWhatIsWrongInIt()
    {
        Assert.Equal(["warning not-at-boot"], AnyFacts.Judged(AnyManaged.Runit with { Settings = new FolderSettings { HasDown = true } }));
        Assert.Equal(["warning stop-by-kill"], AnyFacts.Judged(AnyManaged.S6 with { Settings = new FolderSettings { DownSignal = "SIGKILL" } }));
        Assert.Empty(AnyFacts.Judged(AnyManaged.S6 with { Settings = new FolderSettings { DownSignal = "SIGINT" } }));

        // What is stopped is told already.
        Assert.Equal(["unknown unit-stopped"], AnyFacts.Judged(Status(AnyManaged.S6, status => status with { State = UnitState.Inactive }) with { Settings = new FolderSettings { HasDown = true } }));

        var run = AnyManaged.Fact("run", "/etc/service/web/run", PathNeed.Run, 0x8000 | 0x1a4, 0, AnyManaged.Root);
        var finding = Assert.Single(ServiceChecks.Judge(AnyManaged.Runit with { Settings = new FolderSettings { Paths = [run] } }));
        Assert.Equal(("program-unusable", "sudo chmod +x /etc/service/web/run"), (finding.Code, finding.Remedy));
    }

    [Fact]
    public void Judge_NeitherKillsWhatHangs_IsToldWhereWeAreToldNotTo()
    {
        var facts = AnyManaged.Runit with { Service = AnyManaged.Runit.Service with { Policy = new ServicePolicy { Name = "web", KillAfter = null } } };

        Assert.Equal("take \"killAfter\" out of web", Assert.Single(ServiceChecks.Judge(facts), finding => finding.Code == "stop-timeout").Remedy);
    }

    [Fact]
    public void Judge_Job_IsToldWhatIsWrongWithIt()
    {
        Assert.Equal(["warning restart-no"], Job(job => job with { IsStartedAgain = false }));
        Assert.Empty(Job(job => job with { IsStartedAgain = null }));
        Assert.Equal(["warning kill-mode"], Job(job => job with { AbandonsGroup = true }));
        Assert.Equal(["broken job-disabled"], Job(job => job with { IsDisabled = true }));
        Assert.Equal(["broken plist-writable"], Job(job => job with { OthersMayWrite = true }));
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(Status(AnyManaged.Job, status => status with { TimeoutStop = s_long })));
        // Zero is for ever to launchd.
        Assert.Equal(["warning stop-timeout"], AnyFacts.Judged(Status(AnyManaged.Job, status => status with { TimeoutStop = TimeSpan.Zero })));
    }

    [Theory]
    [InlineData("/Users/me/web.plist")]
    [InlineData("/private/Users/me/web.plist")]
    [InlineData("/Users/me/old/web.plist", "warning other-plist")]
    public void Judge_Bootstrap_IsToldWhereTheJobCameFromAnother(string bootstrap, params string[] expected) => Assert.Equal(
        expected,
        AnyFacts.Judged(AnyManaged.Job with { Service = AnyManaged.Job.Service with { Manager = new LaunchdConfig("gui/501/com.example.web") { Bootstrap = bootstrap } } }));

    [Fact]
    public void Judge_Commands_AreToldWhereTheyAreMissingOrContradictEachOther()
    {
        var gone = AnyManaged.Fact("restart", "/etc/init.d/web", PathNeed.Run, 0, 0, AnyManaged.Root, FileState.Missing);
        var failed = Status(AnyManaged.Command, status => status with { State = UnitState.Failed });

        Assert.Equal(["broken program-unusable"], AnyFacts.Judged(AnyManaged.Command with { Settings = new CommandSettings { Paths = [gone] } }));
        Assert.Equal(["broken program-unusable"], AnyFacts.Judged(AnyManaged.Command with { Settings = new CommandSettings { NotFound = ["start: svcctl"] } }));
        Assert.Equal(["broken status-contradicts"], AnyFacts.Judged(failed with { Settings = new CommandSettings { Contradiction = "so it is" } }));

        var unseen = AnyManaged.Command with { Status = null, Unseen = new Reason("pid-unknown", "status says that it runs") };
        Assert.Equal(["unknown pid-unknown"], AnyFacts.Judged(unseen with { Settings = new CommandSettings() }));
        Assert.Equal(["broken status-contradicts"], AnyFacts.Judged(unseen with { Settings = new CommandSettings { Contradiction = "so it is" } }));
    }

    [Theory]
    [InlineData("not-supervised", "broken not-supervised")]
    [InlineData("runit-unseen", "unknown runit-unseen")]
    public void Judge_NotSupervised_IsBroken(string code, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyManaged.Runit with { Status = null, Unseen = new Reason(code, "so it is") }));

    [Fact]
    public void Judge_AManagerThatIsNotThere_IsBroken()
    {
        Assert.Equal(["broken supervisord-down"], AnyFacts.Judged(AnyManaged.Program with { Status = null, Settings = null, Unseen = new Reason("supervisord-down", "so it is") }));
        Assert.Equal(["broken unit-not-found"], AnyFacts.Judged(AnyManaged.S6 with { Status = null, Settings = new FolderSettings { IsMissing = true }, Unseen = new Reason("s6-unseen", "so it is") }));
    }

    [Fact]
    public void Judge_AnyState_SpeaksTheManagersOwnWords()
    {
        var orphan = AnyFacts.Place with { Looks = [], Owner = new ListenerOwner.Found(Listening.Other, "PID 9 (nc) of no unit", true, [9], false) };
        var refused = AnyFacts.Place with { Looks = [AnyFacts.Failed(ProbeCodes.Refused)] };
        UnitState[] states = [UnitState.NotFound, UnitState.Failed, UnitState.Inactive, UnitState.Active];

        foreach (var facts in AnyManaged.All)
        {
            var findings = states.SelectMany(state => ServiceChecks.Judge(Status(facts, status => status with { State = state, SubState = "x" }) with
            {
                Places = [orphan, refused],
                Twins = ["web-too"],
                Rivals = ["monit"],
            })).ToArray();

            Assert.Contains(findings, finding => finding.Code == "unit-not-found");
            Assert.All(findings, finding => Assert.DoesNotMatch("systemctl|systemd|journalctl| unit ", $"{finding.Sentence} {finding.Remedy}".Replace("nc) of no unit", "", StringComparison.Ordinal)));
        }
    }

    private static string[] Judged(ServiceFacts facts, Func<ProgramSettings, ProgramSettings> change) => AnyFacts.Judged(facts with { Settings = change((ProgramSettings)facts.Settings!) });

    private static string[] Job(Func<JobSettings, JobSettings> change) => AnyFacts.Judged(AnyManaged.Job with { Settings = change((JobSettings)AnyManaged.Job.Settings!) });

    private static string[] Inspected(Func<ContainerInspect, ContainerInspect> change) =>
        AnyFacts.Judged(AnyManaged.Podman with { Settings = new ContainerSettings(change(new ContainerInspect("unless-stopped"))) { Owner = 0, RootMay = false } });

    private static ServiceFacts Status(ServiceFacts facts, Func<UnitStatus, UnitStatus> change) => facts with { Status = change(facts.Status!) };
}
