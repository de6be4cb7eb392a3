using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

public sealed class LaunchdPlanTests
{
    private const string Daemon = LaunchdLayout.DaemonJob;
    private const string Check = LaunchdLayout.CheckJob;

    private static readonly LaunchdLayout s_user = LaunchdLayout.OfMacUser("/Users/ann", 501, _ => null);

    private readonly FakeMachine _machine = new();

    private LaunchdLayout _layout = LaunchdLayout.OfMac;

    private ConfiguredUnits _units = new([]);

    public LaunchdPlanTests() => _machine.Units[Daemon] = _machine.Units[Check] = new UnitFacts(Enabled: true, Active: false);

    [Fact]
    public void Make_Daemon_IsTheWholeListInOrder() => Assert.Equal(
        [
            "copy /build/watchdog to /usr/local/bin/watchdog",
            "write /etc/service-watchdog/watchdog.json",
            "write /Library/LaunchDaemons/local.service-watchdog.plist",
            "run launchctl bootstrap system /Library/LaunchDaemons/local.service-watchdog.plist",
        ],
        InstallPlanTests.Doings(Plan()));

    [Fact]
    public void Make_UsersTimer_IsAnAgentOfTheSession()
    {
        _layout = s_user;
        Assert.Equal(
            [
                "copy /build/watchdog to /Users/ann/.local/bin/watchdog",
                "write /Users/ann/.config/service-watchdog/watchdog.json",
                "write /Users/ann/Library/LaunchAgents/local.service-watchdog-check.plist",
                "run launchctl bootstrap gui/501 /Users/ann/Library/LaunchAgents/local.service-watchdog-check.plist",
            ],
            InstallPlanTests.Doings(Plan(timer: true)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Make_SecondRun_ChangesNothing(bool user, bool timer)
    {
        if (user) _layout = s_user;
        _machine.CarryOut(Plan(timer));
        Assert.Empty(InstallPlanTests.Doings(Plan(timer)));
    }

    [Theory]
    [InlineData(false, Daemon, Check)]
    [InlineData(true, Check, Daemon)]
    public void Make_SwitchOfShape_RemovesTheOtherFirst(bool toTimer, string started, string ended)
    {
        _machine.CarryOut(Plan(timer: !toTimer));
        var plan = Plan(toTimer);
        Assert.Equal(
            [
                $"run launchctl bootout system/{ended}",
                $"remove /Library/LaunchDaemons/{ended}.plist",
                $"write /Library/LaunchDaemons/{started}.plist",
                $"run launchctl bootstrap system /Library/LaunchDaemons/{started}.plist",
            ],
            InstallPlanTests.Doings(plan));

        _machine.CarryOut(plan);
        Assert.Equal((true, false), (_machine.Unit(started).Active, _machine.Unit(ended).Active));
        Assert.Empty(InstallPlanTests.Doings(Plan(toTimer)));
    }

    [Fact]
    public void Make_NewProgram_RestartsTheDaemonAndNothingElse()
    {
        _machine.CarryOut(Plan());
        _machine.Files[FakeMachine.Built] = "program 2";
        Assert.Equal(
            ["copy /build/watchdog to /usr/local/bin/watchdog", "run launchctl kickstart -k system/local.service-watchdog"], InstallPlanTests.Doings(Plan()));
    }

    [Fact]
    public void Make_NewProgramUnderTheTimer_RestartsNothing()
    {
        _machine.CarryOut(Plan(timer: true));
        _machine.Files[FakeMachine.Built] = "program 2";
        Assert.Equal(["copy /build/watchdog to /usr/local/bin/watchdog"], InstallPlanTests.Doings(Plan(timer: true)));
    }

    [Fact]
    public void Make_ChangedPropertyList_IsUnloadedBeforeItIsWrittenAndLoadedWithPatience()
    {
        _machine.CarryOut(Plan());
        _machine.Files[_layout.Plist(Daemon)] += "<!-- edited -->";
        _machine.Files[FakeMachine.Built] = "program 2";
        var plan = Plan();
        Assert.Equal(
            [
                "copy /build/watchdog to /usr/local/bin/watchdog",
                "run launchctl bootout system/local.service-watchdog",
                "write /Library/LaunchDaemons/local.service-watchdog.plist",
                "run launchctl bootstrap system /Library/LaunchDaemons/local.service-watchdog.plist",
            ],
            InstallPlanTests.Doings(plan));
        var load = plan.OfType<Execute>().Single(step => step.Arguments[0] == "bootstrap");
        Assert.Equal([5, 36, 37], load.TryAgainOn);
        Assert.True(load.Patience > TimeSpan.FromSeconds(30), "longer than its ExitTimeOut");
    }

    [Fact]
    public void Make_UnloadedByHand_IsLoaded()
    {
        _machine.CarryOut(Plan());
        _machine.Units[Daemon] = new UnitFacts(Enabled: true, Active: false);
        Assert.Equal(["run launchctl bootstrap system /Library/LaunchDaemons/local.service-watchdog.plist"], InstallPlanTests.Doings(Plan()));
    }

    [Fact]
    public void Make_Disabled_IsEnabledBeforeItIsLoaded()
    {
        _machine.Units[Daemon] = default;
        Assert.Equal(
            [
                "run launchctl enable system/local.service-watchdog",
                "run launchctl bootstrap system /Library/LaunchDaemons/local.service-watchdog.plist",
            ],
            InstallPlanTests.Doings(Plan()).TakeLast(2));
    }

    [Theory]
    [InlineData("bootstrap", 119, "system/local.service-watchdog is disabled: launchctl enable system/local.service-watchdog")]
    [InlineData("bootstrap", 5, "launchctl bootstrap failed (why): check the plist with plutil -lint, its owner (root for a daemon) and its mode (not writable by others)")]
    [InlineData("bootstrap", 37, "launchd is at work on system/local.service-watchdog: why")]
    public void Explain_AFailure_SaysWhatToDo(string verb, int code, string sentence) =>
        Assert.Equal(sentence, Plan().OfType<Execute>().Single(step => step.Arguments[0] == verb).Explain!(new ProcessResult(code, "", "why")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Remove_AfterInstall_LeavesConfigurationAndState(bool user)
    {
        if (user) _layout = s_user;
        _machine.CarryOut(Plan());
        _machine.Files[_layout.StateDirectory + "/state/web.json"] = "{}";
        _machine.Files[_layout.RuntimeDirectory + "/control.sock"] = "";
        _machine.Files[_layout.LogFile] = "";
        var plan = LaunchdPlan.Remove(_layout, _machine);
        _machine.CarryOut(plan);

        Assert.Equal(new[] { FakeMachine.Built, _layout.Configuration, _layout.StateDirectory + "/state/web.json" }.Order(), _machine.Files.Keys.Order());
        Assert.False(_machine.Unit(Daemon).Active);
        Assert.Contains(plan, step => step.What == $"leave the state in {_layout.StateDirectory} (rm -r '{_layout.StateDirectory}' removes it)");
        Assert.Empty(InstallPlanTests.Doings(LaunchdPlan.Remove(_layout, _machine)));
    }

    [Fact]
    public void Notes_FolderOfAnotherUser_IsSaidToMakeThatUserRoot()
    {
        Assert.DoesNotContain(Notes(), note => note.Contains("become root", StringComparison.Ordinal));
        _machine.Owners["/usr/local/bin"] = 501;
        Assert.Contains(Notes(), note => note.StartsWith("/usr/local/bin belongs to user 501, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_SystemJobsOfAUser_AreNamed()
    {
        _layout = s_user;
        _machine.Files[_layout.Configuration] = "{}";
        _units = new ConfiguredUnits([]) { Services = [new("db", new LaunchdConfig("system/org.example.db")), new("web", new LaunchdConfig("gui/501/org.example.web"))] };
        Assert.Contains("db (launchd): of the domain system, which only root may order about; install without --user for those", Notes());
    }

    [Fact]
    public void Plan_AsRoot_IsRefused() => Assert.StartsWith("--as-root is for systemd: ", Installer(timer: false, asRoot: true).Plan(_machine, FakeMachine.Built, _ => _units).Problem, StringComparison.Ordinal);

    private IReadOnlyList<Step> Plan(bool timer = false)
    {
        var (steps, problem) = Installer(timer).Plan(_machine, FakeMachine.Built, _ => _units);
        Assert.Null(problem);
        return steps;
    }

    private IEnumerable<string> Notes() => Plan().OfType<Note>().Select(note => note.What);

    private Installer Installer(bool timer, bool? asRoot = null) => new(
        _layout,
        new InstallOptions(_layout.User, timer, DryRun: false, Config: null) { AsRoot = asRoot },
        new ProcessRunner(TimeProvider.System),
        TextWriter.Null,
        TextWriter.Null);
}
