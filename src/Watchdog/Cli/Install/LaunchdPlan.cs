using Watchdog.Config;
using Watchdog.Managers.Launchd;

namespace Watchdog.Cli.Install;

/// <summary>What it takes to install and remove a job of launchd, in order; pure: it asks the machine and changes nothing.</summary>
internal sealed class LaunchdPlan
{
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(30);

    // Above the jobs' own ExitTimeOut (30 s); kickstart may also wait out the throttle window.
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(90);

    // bootout answers before the job is gone: for as long as its process takes to end (ExitTimeOut), and some seconds more, the label is not free.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(45);

    // EIO, EINPROGRESS, EALREADY: what bootstrap says meanwhile, each for the same.
    private static readonly int[] s_draining = [5, 36, 37];

    // ESRCH, EINPROGRESS, and launchd's own word for a job that it does not know: gone, or on its way.
    private static readonly int[] s_gone = [3, 36, LaunchctlAnswer.NotLoaded];

    private readonly LaunchdLayout _layout;
    private readonly IMachine _machine;
    private readonly StepList _steps;

    private LaunchdPlan(LaunchdLayout layout, IMachine machine) => (_layout, _machine, _steps) = (layout, machine, new StepList(machine));

    public static IReadOnlyList<Step> Make(LaunchdLayout layout, InstallOptions options, IMachine machine, string program, string starter)
    {
        var plan = new LaunchdPlan(layout, machine);
        var copied = plan._steps.Copy(program, layout.Program);
        plan._steps.Configure(layout.Configuration, starter);
        plan.Switch(options.Timer, copied);
        plan.Advise(options);
        return plan._steps.All;
    }

    public static IReadOnlyList<Step> Remove(LaunchdLayout layout, IMachine machine)
    {
        var plan = new LaunchdPlan(layout, machine);
        foreach (var job in new[] { LaunchdLayout.CheckJob, LaunchdLayout.DaemonJob })
        {
            plan.Unload(job, alreadySo: !machine.Unit(job).Active);
            plan._steps.Remove(layout.Plist(job));
        }

        plan._steps.Remove(layout.RuntimeDirectory);
        plan._steps.Remove(layout.LogFile);
        plan._steps.Remove(layout.Program);
        plan._steps.Keep(Path.GetDirectoryName(layout.Configuration)!, "configuration");
        plan._steps.Keep(layout.StateDirectory, "state");
        return plan._steps.All;
    }

    /// <summary>Services that are out of this one's reach.</summary>
    public static IEnumerable<Note> NotOurs(LaunchdLayout layout, IReadOnlyList<ConfiguredService> services)
    {
        var others = services.Where(service => service.Manager is LaunchdConfig { Target: var target } && target.StartsWith("system/", StringComparison.Ordinal)).ToList();
        return layout.User && others.Count > 0
            ? [new Note($"{string.Join(", ", others)}: of the domain system, which only root may order about; install without --user for those")]
            : [];
    }

    // The daemon and the rounds exclude each other; whichever starts, the other one ends first. Its property list would start it at the next boot.
    private void Switch(bool timer, bool copied)
    {
        var (job, other) = timer ? (LaunchdLayout.CheckJob, LaunchdLayout.DaemonJob) : (LaunchdLayout.DaemonJob, LaunchdLayout.CheckJob);
        if (_machine.Unit(other).Active)
            Unload(other, alreadySo: false);
        if (_machine.Exists(_layout.Plist(other)))
            _steps.Remove(_layout.Plist(other));

        var (plist, text, now) = (_layout.Plist(job), _layout.PlistText(job), _machine.Unit(job));
        var stale = now.Active && !_machine.Holds(plist, text);

        // Before its file changes: should we end in between, the next run finds it unloaded, and not loaded from a file that is another by now.
        if (stale)
            Unload(job, alreadySo: false);
        _steps.Write(plist, text);
        Launchctl("enable", job, s_quick, alreadySo: now.Enabled);
        Load(job, alreadySo: now.Active && !stale, drain: stale);

        // A running daemon is still the old program; the next round starts the new one by itself.
        if (copied && now.Active && !stale && !timer)
            Launchctl("kickstart", job, s_restart, alreadySo: false, "-k");
    }

    private void Load(string job, bool alreadySo, bool drain) =>
        _steps.Add(new Execute(_layout.Launchctl, ["bootstrap", _layout.Domain, _layout.Plist(job)], s_quick)
        {
            AlreadySo = alreadySo,
            TryAgainOn = s_draining,
            Patience = drain ? s_drain : s_drain / 4,       // a bootout by hand may be under way just as well
            Explain = ended => LaunchctlAnswer.Of(ended, "bootstrap", _layout.Target(job)).Reason.Sentence,
        });

    private void Unload(string job, bool alreadySo) => Launchctl("bootout", job, s_restart, alreadySo);

    private void Launchctl(string verb, string job, TimeSpan deadline, bool alreadySo, params string[] flags) =>
        _steps.Add(new Execute(_layout.Launchctl, [verb, .. flags, _layout.Target(job)], deadline)
        {
            AlreadySo = alreadySo,
            AlsoFine = verb == "bootout" ? s_gone : [],
            Explain = ended => LaunchctlAnswer.Of(ended, verb, _layout.Target(job)).Reason.Sentence,
        });

    private void Advise(InstallOptions options)
    {
        if (!_machine.Exists(_layout.Configuration) && options.Config is null)
            _steps.Note($"name your services in {_layout.Configuration}; it is read again when you save it");
        if (_layout.User)
            _steps.Note("it ends when you log out, as agents do; for services that outlive that: sudo watchdog install");

        // Homebrew on Intel has the folder for its user. Who may replace the program is root at the next start.
        var folder = Path.GetDirectoryName(_layout.Program)!;
        if (!_layout.User && _machine.OwnerOf(folder) is { } owner and not 0)
            _steps.Note($"{folder} belongs to user {owner}, who could put another program in this one's place and so become root; give the folder to root, or install with --user");
    }
}
