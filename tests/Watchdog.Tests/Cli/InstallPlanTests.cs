using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

public sealed class InstallPlanTests
{
    private static readonly Layout s_user = Layout.OfUser("/home/ann", _ => null);

    private readonly FakeMachine _machine = new();

    private ConfiguredUnits _units = new([]);

    private Layout _layout = Layout.OfSystem;

    private bool? _asRoot;

    [Fact]
    public void Make_SystemDaemon_IsTheWholeListInOrder() => Assert.Equal(
        [
            "copy /build/watchdog to /usr/local/bin/watchdog",
            "write /etc/service-watchdog/watchdog.json",
            "write /etc/sysusers.d/service-watchdog.conf",
            "run systemd-sysusers /etc/sysusers.d/service-watchdog.conf",
            "write /etc/polkit-1/rules.d/50-service-watchdog.rules",
            "write /etc/systemd/system/service-watchdog.service",
            "run systemctl daemon-reload",
            "run systemctl enable --now service-watchdog.service",
        ],
        Doings(Plan()));

    [Fact]
    public void Make_SystemTimer_EnablesTheTimerOnly() => Assert.Equal(
        [
            "write /etc/systemd/system/service-watchdog-check.service",
            "write /etc/systemd/system/service-watchdog-check.timer",
            "run systemctl daemon-reload",
            "run systemctl enable --now service-watchdog-check.timer",
        ],
        Doings(Plan(timer: true)).TakeLast(4));

    [Theory]
    [InlineData(true, "remove /etc/systemd/system/service-watchdog.service")]
    [InlineData(false, "remove /etc/systemd/system/service-watchdog-check.timer", "remove /etc/systemd/system/service-watchdog-check.service")]
    public void Make_AfterTheOtherShape_LeavesNoUnitOfItBehind(bool timer, params string[] removed)
    {
        _machine.CarryOut(Plan(!timer));

        Assert.Equal([.. removed, "run systemctl daemon-reload"], Doings(Plan(timer)).TakeLast(removed.Length + 1));
        _machine.CarryOut(Plan(timer));
        Assert.Empty(Doings(Plan(timer)));
    }

    [Fact]
    public void Make_User_NeedsNoUserAndNoPolkit()
    {
        _layout = s_user;
        Assert.Equal(
            [
                "copy /build/watchdog to /home/ann/.local/bin/watchdog",
                "write /home/ann/.config/service-watchdog/watchdog.json",
                "write /home/ann/.config/systemd/user/service-watchdog.service",
                "run systemctl --user daemon-reload",
                "run systemctl --user enable --now service-watchdog.service",
            ],
            Doings(Plan()));
        Assert.Equal(
            [
                "write /home/ann/.config/systemd/user/service-watchdog-check.service",
                "write /home/ann/.config/systemd/user/service-watchdog-check.timer",
                "run systemctl --user daemon-reload",
                "run systemctl --user enable --now service-watchdog-check.timer",
            ],
            Doings(Plan(timer: true)).TakeLast(4));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Make_SecondRun_ChangesNothing(bool user, bool timer)
    {
        _layout = user ? s_user : Layout.OfSystem;
        _machine.CarryOut(Plan(timer));
        Assert.Empty(Doings(Plan(timer)));
    }

    [Theory]
    [InlineData(false, "service-watchdog.service", "service-watchdog-check.timer")]
    [InlineData(true, "service-watchdog-check.timer", "service-watchdog.service")]
    public void Make_SwitchOfMode_DisablesTheOtherFirst(bool toTimer, string started, string ended)
    {
        _machine.CarryOut(Plan(timer: !toTimer));
        var doings = Doings(Plan(toTimer));
        Assert.Equal([$"run systemctl disable --now {ended}", $"run systemctl enable --now {started}"], doings.Where(doing => doing.Contains("able --now", StringComparison.Ordinal)));

        _machine.CarryOut(Plan(toTimer));
        Assert.Equal(new UnitFacts(true, true), _machine.Unit(started));
        Assert.Equal(default, _machine.Unit(ended));
    }

    [Fact]
    public void Make_NewProgram_RestartsTheDaemonAndNothingElse()
    {
        _machine.CarryOut(Plan());
        _machine.Files[FakeMachine.Built] = "program 2";
        Assert.Equal(
            ["copy /build/watchdog to /usr/local/bin/watchdog", "run systemctl restart service-watchdog.service"], Doings(Plan()));
    }

    [Fact]
    public void Make_NewProgramUnderTheTimer_RestartsNothing()
    {
        _machine.CarryOut(Plan(timer: true));
        _machine.Files[FakeMachine.Built] = "program 2";
        Assert.Equal(["copy /build/watchdog to /usr/local/bin/watchdog"], Doings(Plan(timer: true)));
    }

    [Theory]
    [InlineData(false, "service-watchdog.service")]
    [InlineData(true, "service-watchdog-check.timer")]
    public void Make_ChangedUnit_IsReloadedAndRestarted(bool timer, string unit)
    {
        _machine.CarryOut(Plan(timer));
        _machine.Files[_layout.UnitFile(unit)] += "# edited";
        Assert.Equal(
            [$"write /etc/systemd/system/{unit}", "run systemctl daemon-reload", $"run systemctl restart {unit}"], Doings(Plan(timer)));
    }

    [Fact]
    public void Make_StoppedDaemon_IsStarted()
    {
        _machine.CarryOut(Plan());
        _machine.Units[Layout.DaemonUnit] = new UnitFacts(Enabled: true, Active: false);
        Assert.Equal(["run systemctl enable --now service-watchdog.service"], Doings(Plan()));
    }

    [Fact]
    public void Make_ExistingConfiguration_IsNeverWritten()
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "mine";
        _machine.Files["/tmp/other.json"] = "other";
        _machine.CarryOut(Plan(config: "/tmp/other.json"));
        Assert.Equal("mine", _machine.Files["/etc/service-watchdog/watchdog.json"]);
    }

    [Fact]
    public void Make_ConfigGivenAndNone_BecomesTheConfiguration()
    {
        _machine.Files["/tmp/other.json"] = "other";
        _machine.CarryOut(Plan(config: "/tmp/other.json"));
        Assert.Equal("other", _machine.Files["/etc/service-watchdog/watchdog.json"]);
    }

    [Fact]
    public void Plan_ConfigUnreadable_IsRefused() => Assert.Equal("/tmp/none.json cannot be read: correct --config", Problem("/tmp/none.json"));

    [Fact]
    public void Plan_ConfigurationUnusable_IsRefused()
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "{";
        _units = new ConfiguredUnits([], "1:2: it ends too early");
        Assert.Equal(
            "/etc/service-watchdog/watchdog.json is unusable: 1:2: it ends too early; "
            + "'watchdog validate --config /etc/service-watchdog/watchdog.json' lists all of it",
            Problem());
    }

    [Fact]
    public void Plan_HostileUnitName_IsRefused()
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "{}";
        _units = new ConfiguredUnits(["a\"];polkit.addRule(\n.service"]);
        Assert.Contains("that no unit name has", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_UnitsOfTheConfiguration_StandInTheRule()
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "{}";
        _units = new ConfiguredUnits(["web.service"]);
        _machine.CarryOut(Plan());
        Assert.Contains(@"/^web\.service$/,", _machine.Files[Layout.PolkitRuleFile], StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WarningsOfTheConfiguration_AreSaidFirst()
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "{}";
        _units = new ConfiguredUnits(["web.service"]) { Warnings = ["the credential token cannot be had"] };
        Assert.Equal(new Note("the credential token cannot be had"), Plan()[0]);
    }

    [Fact]
    public void Plan_OtherUnitsNamed_OnlyTheRuleIsWritten()
    {
        _machine.CarryOut(Plan());
        _units = new ConfiguredUnits(["web.service"]);
        Assert.Equal(["write /etc/polkit-1/rules.d/50-service-watchdog.rules"], Doings(Plan()));
    }

    [Fact]
    public void Advise_UserWithoutLinger_SaysHowToKeepItRunning()
    {
        const string Advice = "it ends when you log out; to keep it running: loginctl enable-linger ann";
        _layout = s_user;
        Assert.Contains(Advice, Notes());
        _machine.Files["/var/lib/systemd/linger/ann"] = "";
        Assert.DoesNotContain(Advice, Notes());
    }

    [Fact]
    public void Advise_NoPolkit_IsSaid()
    {
        const string Advice = "polkit is not installed, and without it nothing can be restarted: apt-get install polkitd";
        Assert.Contains(Advice, Notes());
        _machine.Files["/usr/lib/polkit-1/polkitd"] = "";
        Assert.DoesNotContain(Advice, Notes());
    }

    [Fact]
    public void Advise_SystemUnitsInAUsersConfiguration_AreNamed()
    {
        _layout = s_user;
        _machine.Files["/home/ann/.config/service-watchdog/watchdog.json"] = "{}";
        _units = new ConfiguredUnits(["web.service"]);
        Assert.Contains(Notes(), note => note.StartsWith("web.service: of the system's manager", StringComparison.Ordinal));
    }

    [Fact]
    public void OfUser_XdgDirectories_AreFollowedWhereAbsolute()
    {
        var layout = Layout.OfUser("/home/ann", name => name switch { "XDG_CONFIG_HOME" => "/c", "XDG_STATE_HOME" => "relative", _ => null });
        Assert.Equal("/c/service-watchdog/watchdog.json", layout.Configuration);
        Assert.Equal("/c/systemd/user/service-watchdog.service", layout.UnitFile(Layout.DaemonUnit));
        Assert.Equal("/home/ann/.local/state/service-watchdog", layout.StateDirectory);
    }

    [Fact]
    public void Parse_SystemctlShow_IsReadByUnit()
    {
        var units = Machine.Parse("Id=a.service\nActiveState=active\nUnitFileState=enabled\n\nId=b.timer\nActiveState=inactive\nUnitFileState=\n");
        Assert.Equal(new UnitFacts(Enabled: true, Active: true), units["a.service"]);
        Assert.Equal(default, units["b.timer"]);
    }

    [Fact]
    public void Plan_ServicesThatOnlyRootMayRestart_AreNamedBesideOthers()
    {
        Configured(Web, Runit, Supervisord, Script);
        Assert.Contains(
            "NOT RESTARTED: queue (runit), jobs (supervisord): the user service-watchdog, as whom this runs, may not ask their manager; to run it as root: sudo watchdog install --as-root",
            Notes());

        // Someone has let that user in.
        _machine.Open.UnionWith(["/etc/service/queue/supervise/control", "/var/run/supervisor.sock"]);
        Assert.DoesNotContain(Notes(), note => note.Contains("NOT RESTARTED", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_NothingButWhatOnlyRootMayRestart_IsRefusedUnlessAskedFor()
    {
        Configured(Runit, Docker, Podman);
        Assert.Equal(
            "none of its services could be restarted: queue (runit), cache (docker), pod (podman) obey root only, and it would run as the user service-watchdog; "
            + "run 'sudo watchdog install --as-root', or, where you have let that user in, add --as-root false",
            Problem());

        _asRoot = false;
        Assert.Contains("User=service-watchdog", Written(Layout.DaemonUnit));
    }

    [Fact]
    public void Plan_AUsersOwnUnits_AreSaidToNeedThatUser()
    {
        Configured(Web, new ConfiguredService("agent", new SystemdConfig("agent.service", SystemdScope.User)));
        Assert.Contains(Notes(), note => note.StartsWith("agent (systemd): of a user's own systemd, which nobody else can ask, not even root", StringComparison.Ordinal));
    }

    [Fact]
    public void Make_AsRoot_NeedsNoUserAndNoPolkit()
    {
        Configured(Web, Runit);
        _asRoot = true;
        Assert.Equal(
            [
                "copy /build/watchdog to /usr/local/bin/watchdog",
                "write /etc/systemd/system/service-watchdog.service",
                "run systemctl daemon-reload",
                "run systemctl enable --now service-watchdog.service",
            ],
            Doings(Plan()));
        var unit = Written(Layout.DaemonUnit);
        Assert.Contains("User=root", unit);
        Assert.Contains("CapabilityBoundingSet=CAP_KILL CAP_DAC_OVERRIDE CAP_SYS_PTRACE", unit);
        Assert.DoesNotContain(Notes(), note => note.Contains("NOT RESTARTED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Make_AsRootWithServicesThatItStarts_ConfinesNothingAndSaysSo(bool timer)
    {
        Configured(Runit, Podman, Script);
        _asRoot = true;
        Assert.DoesNotContain(Written(timer ? Layout.CheckUnit : Layout.DaemonUnit, timer), line => line.StartsWith("Protect", StringComparison.Ordinal) || line.StartsWith("Capability", StringComparison.Ordinal));
        Assert.Contains("it runs as root and unconfined, since what starts these would be confined with it: pod (podman), script (command)", Notes());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Make_AgainWithoutTheFlag_StaysAsItIsInstalled(bool timer, bool asRoot)
    {
        Configured(Web);
        _asRoot = asRoot;
        _machine.CarryOut(Plan(timer));

        _asRoot = null;
        Assert.Empty(Doings(Plan(timer)));
        const string Said = "it runs as root, as it was installed; to give it a user without privileges: sudo watchdog install --as-root false";
        Assert.Equal(asRoot, Notes().Contains(Said));

        // And with the other shape.
        _machine.CarryOut(Plan(!timer));
        Assert.Contains(asRoot ? "User=root" : "User=service-watchdog", Written(timer ? Layout.DaemonUnit : Layout.CheckUnit, !timer));
    }

    [Fact]
    public void Make_TheOtherShapeWasLeftAsRoot_OnlyTheOneInUseCounts()
    {
        Configured(Web);
        _asRoot = true;
        _machine.CarryOut(Plan());
        _asRoot = false;
        _machine.CarryOut(Plan(timer: true));

        _asRoot = null;
        Assert.Empty(Doings(Plan(timer: true)));
        Assert.Contains("User=service-watchdog", Written(Layout.CheckUnit, timer: true));
    }

    [Fact]
    public void Make_SwitchOfUser_IsRestartedAndTakesTheRuleAway()
    {
        Configured(Web);
        _machine.CarryOut(Plan());
        _asRoot = true;
        Assert.Equal(
            [
                "remove /etc/polkit-1/rules.d/50-service-watchdog.rules",
                "write /etc/systemd/system/service-watchdog.service",
                "run systemctl daemon-reload",
                "run systemctl restart service-watchdog.service",
            ],
            Doings(Plan()));

        _machine.CarryOut(Plan());
        _asRoot = false;
        Assert.Equal(
            [
                "write /etc/polkit-1/rules.d/50-service-watchdog.rules",
                "write /etc/systemd/system/service-watchdog.service",
                "run systemctl daemon-reload",
                "run systemctl restart service-watchdog.service",
            ],
            Doings(Plan()));
    }

    [Fact]
    public void Plan_AsRootForAUser_IsRefused()
    {
        (_layout, _asRoot) = (s_user, true);
        Assert.Equal("--as-root is for the system's watchdog: leave it out, or leave out --user", Problem());
    }

    private static ConfiguredService Web { get; } = new("web", new SystemdConfig("web.service", SystemdScope.System));

    private static ConfiguredService Runit { get; } = new("queue", new RunitConfig("/etc/service/queue"));

    private static ConfiguredService Supervisord { get; } = new("jobs", new SupervisordConfig("jobs"));

    private static ConfiguredService Docker { get; } = new("cache", new ContainerConfig(ContainerEngine.Docker, "cache"));

    private static ConfiguredService Podman { get; } = new("pod", new ContainerConfig(ContainerEngine.Podman, "pod"));

    private static ConfiguredService Script { get; } = new("script", new CommandConfig());

    private void Configured(params ConfiguredService[] services)
    {
        _machine.Files["/etc/service-watchdog/watchdog.json"] = "{}";
        _units = new ConfiguredUnits([.. services.Select(one => one.Manager).OfType<SystemdConfig>().Where(unit => unit.Scope == SystemdScope.System).Select(unit => unit.Unit)]) { Services = services };
    }

    private string[] Written(string unit, bool timer = false) =>
        Plan(timer).OfType<WriteFile>().Single(step => step.Path == _layout.UnitFile(unit)).Text.Split('\n');

    private IReadOnlyList<Step> Plan(bool timer = false, string? config = null)
    {
        var (steps, problem) = Installer(timer, config).Plan(_machine, FakeMachine.Built, _ => _units);
        Assert.Null(problem);
        return steps;
    }

    private string? Problem(string? config = null) => Installer(timer: false, config).Plan(_machine, FakeMachine.Built, _ => _units).Problem;

    private Installer Installer(bool timer, string? config) => new(
        _layout,
        new InstallOptions(_layout.User, timer, DryRun: false, config) { AsRoot = _asRoot },
        new ProcessRunner(TimeProvider.System),
        TextWriter.Null,
        TextWriter.Null);

    private IEnumerable<string> Notes() => Plan().OfType<Note>().Select(note => note.What);

    internal static IEnumerable<string> Doings(IReadOnlyList<Step> steps) =>
        steps.Where(step => !step.AlreadySo && step is not (Leave or Note)).Select(step => step.What);
}
