namespace Watchdog.Cli.Install;

/// <summary>What it takes to remove all but configuration and state from a machine with systemd, in order; pure: it asks the machine and changes nothing.</summary>
internal static class UninstallPlan
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(30);

    private static readonly string[] s_units = [Layout.DaemonUnit, Layout.CheckUnit, Layout.TimerUnit];

    // Above the daemon's TimeoutStopSec, and above a systemd default (90 s) for a round that is at work.
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(120);

    public static IReadOnlyList<Step> Make(Layout layout, IMachine machine)
    {
        var steps = new StepList(machine);
        var isInstalled = s_units.Any(unit => machine.Exists(layout.UnitFile(unit)));
        Stop(steps, layout, machine);
        RemoveUnits(steps, layout, machine);
        if (!layout.User)
            RemoveUser(steps, layout, machine);
        steps.Remove(layout.RuntimeDirectory);
        if (isInstalled) steps.Remove(layout.Program);
        else if (machine.Exists(layout.Program)) steps.Add(new Leave($"leave {layout.Program}: no unit of ours runs it, so it was put there by hand"));
        steps.Keep(Path.GetDirectoryName(layout.Configuration)!, "configuration");
        steps.Keep(layout.StateDirectory, "state");
        return steps.All;
    }

    private static void Stop(StepList steps, Layout layout, IMachine machine)
    {
        foreach (var unit in new[] { Layout.TimerUnit, Layout.DaemonUnit })
        {
            var idle = machine.Unit(unit) is { Enabled: false, Active: false };
            steps.Add(new Execute("systemctl", layout.Systemctl("disable", "--now", unit), s_stop) { AlreadySo = idle });
        }

        // Its timer is gone; a round that is under way ends in order.
        if (machine.Unit(Layout.CheckUnit).Active)
            steps.Add(new Execute("systemctl", layout.Systemctl("stop", Layout.CheckUnit), s_stop));
    }

    private static void RemoveUnits(StepList steps, Layout layout, IMachine machine)
    {
        var present = s_units.Where(unit => machine.Exists(layout.UnitFile(unit))).ToArray();

        // A unit that failed would stay in systemd's list, without a file. One that is not loaded is an error to systemctl, and fine here.
        if (present.Length > 0)
            steps.Add(new Execute("systemctl", layout.Systemctl(["reset-failed", .. present]), s_quick) { AlsoFine = [1] });
        foreach (var unit in s_units)
            steps.Remove(layout.UnitFile(unit));
        steps.Add(new Execute("systemctl", layout.Systemctl("daemon-reload"), s_quick) { AlreadySo = present.Length == 0 });
    }

    private static void RemoveUser(StepList steps, Layout layout, IMachine machine)
    {
        steps.Remove(Layout.PolkitRuleFile);
        steps.Remove(Layout.SysusersFile);

        // The next system user may get the same number: it must not find the state to be its own. systemd gives it back at the next install.
        var gone = !machine.HasUser(Layout.Name);
        if (machine.Exists(layout.StateDirectory))
            steps.Add(new Execute("chown", ["-hR", "root:root", layout.StateDirectory], s_quick) { AlreadySo = gone });
        steps.Add(new Execute("userdel", [Layout.Name], s_quick) { AlreadySo = gone });

        // 6: no such group; userdel has taken it along, as it does by default.
        if (!gone)
            steps.Add(new Execute("groupdel", [Layout.Name], s_quick) { AlsoFine = [6] });
    }
}
