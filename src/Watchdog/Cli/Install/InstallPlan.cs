namespace Watchdog.Cli.Install;

/// <summary>What an installation takes on this machine, in order; pure: it asks the machine and changes nothing.</summary>
internal sealed class InstallPlan
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(30);

    // Above TimeoutStopSec plus TimeoutStartSec of the daemon's unit.
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(90);

    private readonly Layout _layout;
    private readonly InstallOptions _options;
    private readonly IMachine _machine;
    private readonly List<Step> _steps = [];

    private InstallPlan(Layout layout, InstallOptions options, IMachine machine) =>
        (_layout, _options, _machine) = (layout, options, machine);

    /// <param name="layout">Of the scope that the options ask for.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="machine">Where.</param>
    /// <param name="program">This program's file.</param>
    /// <param name="starter">The configuration's text where there is none yet.</param>
    /// <param name="rule">The polkit rule's text; null for a user.</param>
    public static IReadOnlyList<Step> Make(
        Layout layout, InstallOptions options, IMachine machine, string program, string starter, string? rule)
    {
        var plan = new InstallPlan(layout, options, machine);
        var copied = plan.Copy(program);
        var configured = plan.Configure(starter);
        if (rule is not null)
            plan.Permit(rule);
        var changed = plan.WriteUnits();
        plan.Switch(copied, changed);
        plan.Advise(configured, rule is not null);
        return plan._steps;
    }

    private string Started => _options.Timer ? Layout.TimerUnit : Layout.DaemonUnit;

    private string Other => _options.Timer ? Layout.DaemonUnit : Layout.TimerUnit;

    private bool Copy(string program)
    {
        var same = _machine.SameContent(program, _layout.Program);
        _steps.Add(new CopyProgram(program, _layout.Program) { AlreadySo = same });
        return !same;
    }

    private bool Configure(string starter)
    {
        if (_machine.Exists(_layout.Configuration))
        {
            _steps.Add(new Leave($"leave the configuration {_layout.Configuration} as it is"));
            return true;
        }

        _steps.Add(new WriteFile(_layout.Configuration, starter));
        return _options.Config is not null;
    }

    private void Permit(string rule)
    {
        Write(Layout.SysusersFile, DeployFile.Text("service-watchdog.sysusers.conf"));
        _steps.Add(new Execute("systemd-sysusers", [Layout.SysusersFile], s_quick) { AlreadySo = _machine.HasUser(Layout.Name) });
        Write(Layout.PolkitRuleFile, rule);
    }

    private HashSet<string> WriteUnits()
    {
        string[] units = _options.Timer ? [Layout.CheckUnit, Layout.TimerUnit] : [Layout.DaemonUnit];
        var changed = units.Where(unit => Write(_layout.UnitFile(unit), DeployFile.Text(_layout.Resource(unit)))).ToHashSet();
        Systemctl(s_quick, changed.Count == 0, "daemon-reload");
        return changed;
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

    private void Advise(bool configured, bool polkit)
    {
        if (!configured)
            _steps.Add(new Note($"name your services in {_layout.Configuration}; it is read again when you save it"));
        if (polkit)
        {
            _steps.Add(new Note("after naming other units there, run 'watchdog install' again: the polkit rule lists them"));
            if (!_machine.Exists("/usr/lib/polkit-1/polkitd") && !_machine.Exists("/usr/libexec/polkitd"))
                _steps.Add(new Note("polkit is not installed, and without it nothing can be restarted: apt-get install polkitd"));
        }

        if (_layout.User && !_machine.Exists($"/var/lib/systemd/linger/{_machine.UserName}"))
            _steps.Add(new Note($"it ends when you log out; to keep it running: loginctl enable-linger {_machine.UserName}"));
    }

    private bool Write(string path, string text)
    {
        var same = _machine.Holds(path, text);
        _steps.Add(new WriteFile(path, text) { AlreadySo = same });
        return !same;
    }

    private void Systemctl(TimeSpan deadline, bool alreadySo, params ReadOnlySpan<string> arguments) =>
        _steps.Add(new Execute("systemctl", _layout.Systemctl(arguments), deadline) { AlreadySo = alreadySo });
}
