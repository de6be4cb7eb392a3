namespace Watchdog.Cli.Install;

/// <summary>What an installation under systemd takes on this machine, in order; pure: it asks the machine and changes nothing.</summary>
internal sealed class InstallPlan
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(30);

    // Above TimeoutStopSec plus TimeoutStartSec of the daemon's unit.
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(90);

    private readonly Layout _layout;
    private readonly InstallOptions _options;
    private readonly Authority _authority;
    private readonly IMachine _machine;
    private readonly StepList _steps;

    private InstallPlan(Layout layout, InstallOptions options, Authority authority, IMachine machine) =>
        (_layout, _options, _authority, _machine, _steps) = (layout, options, authority, machine, new StepList(machine));

    /// <param name="layout">Of the scope that the options ask for.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="authority">What the units are allowed.</param>
    /// <param name="machine">Where.</param>
    /// <param name="program">This program's file.</param>
    /// <param name="starter">The configuration's text where there is none yet.</param>
    public static IReadOnlyList<Step> Make(
        Layout layout, InstallOptions options, Authority authority, IMachine machine, string program, string starter)
    {
        var plan = new InstallPlan(layout, options, authority, machine);
        var copied = plan._steps.Copy(program, layout.Program);
        plan._steps.Configure(layout.Configuration, starter);
        plan.Permit();
        var changed = plan.WriteUnits();
        plan.Switch(copied, changed);
        plan.Retire();
        plan.Advise();
        return plan._steps.All;
    }

    private string Started => _options.Timer ? Layout.TimerUnit : Layout.DaemonUnit;

    private string Other => _options.Timer ? Layout.DaemonUnit : Layout.TimerUnit;

    private void Permit()
    {
        if (_authority.Rule is { } rule)
        {
            _steps.Write(Layout.SysusersFile, DeployFile.Text("service-watchdog.sysusers.conf"));
            _steps.Add(new Execute("systemd-sysusers", [Layout.SysusersFile], s_quick) { AlreadySo = _machine.HasUser(Layout.Name) });
            _steps.Write(Layout.PolkitRuleFile, rule);
        }
        else if (!_layout.User && _machine.Exists(Layout.PolkitRuleFile))
        {
            // Root needs none, and nobody is to be left with what nobody needs.
            _steps.Remove(Layout.PolkitRuleFile);
        }
    }

    private HashSet<string> WriteUnits()
    {
        string[] units = _options.Timer ? [Layout.CheckUnit, Layout.TimerUnit] : [Layout.DaemonUnit];
        var changed = units.Where(unit => _steps.Write(_layout.UnitFile(unit), Text(unit))).ToHashSet();
        Systemctl(s_quick, changed.Count == 0, "daemon-reload");
        return changed;
    }

    private string Text(string unit)
    {
        var text = DeployFile.Text(_layout.Resource(unit));
        return _authority.Confined is { } confined ? RootUnit.Text(text, confined) : text;
    }

    // The daemon and the timer exclude each other; whichever starts, the other one ends first.
    private void Switch(bool copied, HashSet<string> changed)
    {
        var other = _machine.Unit(Other);
        if (other.Enabled || other.Active)
            Systemctl(s_start, alreadySo: false, "disable", "--now", Other);

        var now = _machine.Unit(Started);
        Systemctl(s_start, now is { Enabled: true, Active: true }, "enable", "--now", Started);

        // A running daemon is still the old program; a round of the timer starts the new one by itself.
        var stale = changed.Contains(Started) || (copied && !_options.Timer);
        if (now.Active && stale)
            Systemctl(s_start, alreadySo: false, "restart", Started);
    }

    // Left behind and started by hand, it would run as whoever it was made for, and systemd would hand that user the state of the one that runs.
    private void Retire()
    {
        string[] others = _options.Timer ? [Layout.DaemonUnit] : [Layout.TimerUnit, Layout.CheckUnit];
        var left = others.Where(unit => _machine.Exists(_layout.UnitFile(unit))).ToArray();
        foreach (var unit in left)
            _steps.Remove(_layout.UnitFile(unit));
        if (left.Length > 0)
            Systemctl(s_quick, alreadySo: false, "daemon-reload");
    }

    private void Advise()
    {
        if (!_machine.Exists(_layout.Configuration) && _options.Config is null)
            _steps.Note($"name your services in {_layout.Configuration}; it is read again when you save it");
        if (_authority.Rule is not null)
        {
            _steps.Note("after naming other units there, run 'watchdog install' again: the polkit rule lists them");
            if (!_machine.Exists("/usr/lib/polkit-1/polkitd") && !_machine.Exists("/usr/libexec/polkitd"))
                _steps.Note("polkit is not installed, and without it nothing can be restarted: apt-get install polkitd");
        }

        if (_authority.Confined == true)
            _steps.Note("after naming services of podman, command or process there, run 'watchdog install' again: what they start would be confined like the unit");
        if (_layout.User && !_machine.Exists($"/var/lib/systemd/linger/{_machine.UserName}"))
            _steps.Note($"it ends when you log out; to keep it running: loginctl enable-linger {_machine.UserName}");
    }

    private void Systemctl(TimeSpan deadline, bool alreadySo, params ReadOnlySpan<string> arguments) =>
        _steps.Add(new Execute("systemctl", _layout.Systemctl(arguments), deadline) { AlreadySo = alreadySo });
}
