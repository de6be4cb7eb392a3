using Watchdog.Cli.Install;

namespace Watchdog.Tests.Cli;

public sealed class UninstallPlanTests
{
    private readonly FakeMachine _machine = new();

    private Layout _layout = Layout.OfSystem;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Make_AfterInstall_LeavesConfigurationAndState(bool user)
    {
        _layout = user ? Layout.OfUser("/home/ann", _ => null) : Layout.OfSystem;
        Install(timer: true);
        Install(timer: false);
        _machine.Files[_layout.StateDirectory + "/ledger.json"] = "{}";
        _machine.Files[_layout.RuntimeDirectory + "/control.sock"] = "";
        var plan = UninstallPlan.Make(_layout, _machine);
        _machine.CarryOut(plan);

        Assert.Equal(
            new[] { FakeMachine.Built, _layout.Configuration, _layout.StateDirectory + "/ledger.json" }.Order(),
            _machine.Files.Keys.Order());
        Assert.Empty(_machine.Users);
        Assert.Empty(_machine.Units);
        var directory = Path.GetDirectoryName(_layout.Configuration)!;
        Assert.Equal(
            [
                $"leave the configuration in {directory} (rm -r {directory} removes it)",
                $"leave the state in {_layout.StateDirectory} (rm -r {_layout.StateDirectory} removes it)",
            ],
            plan.OfType<Leave>().Select(step => step.What));
        Assert.Empty(InstallPlanTests.Doings(UninstallPlan.Make(_layout, _machine)));
    }

    [Fact]
    public void Make_RoundUnderWay_IsStoppedAfterItsTimer()
    {
        Install(timer: true);
        _machine.Units[Layout.CheckUnit] = new UnitFacts(Enabled: false, Active: true);
        Assert.Equal(
            ["run systemctl disable --now service-watchdog-check.timer", "run systemctl stop service-watchdog-check.service"],
            InstallPlanTests.Doings(UninstallPlan.Make(_layout, _machine)).Take(2));
    }

    private void Install(bool timer)
    {
        var options = new InstallOptions(_layout.User, timer, DryRun: false, Config: null);
        _machine.CarryOut(InstallPlan.Make(_layout, options, _layout.User ? Authority.OfUser : new Authority("rule"), _machine, FakeMachine.Built, "{}"));
    }
}
