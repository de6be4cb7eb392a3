using System.CommandLine;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Cli.Install;

/// <summary>Installs and removes this program: looks at the machine, makes a plan, and says it or carries it out.</summary>
internal sealed class Installer(Layout layout, InstallOptions options, ProcessRunner runner, TextWriter output, TextWriter error)
{
    public static Installer Create(InvocationConfiguration invocation, InstallOptions options) =>
        new(LayoutOf(options.User), options, new ProcessRunner(TimeProvider.System), invocation.Output, invocation.Error);

    public async Task<int> InstallAsync(Func<string, ConfiguredUnits> units, CancellationToken cancel)
    {
        var (machine, code) = await LookAsync("install", cancel);
        if (machine is null)
            return code;
        if (machine.Program is not { } program)
            return Refuse("install", "this build is not one file that could be copied: run deploy/install.sh, which publishes it and installs that");

        return await InstallAsync(machine, program, units, cancel);
    }

    internal async Task<int> InstallAsync(IMachine machine, string program, Func<string, ConfiguredUnits> units, CancellationToken cancel)
    {
        var plan = Plan(machine, program, units);
        return plan.Problem is { } problem ? Refuse("install", problem) : await FinishAsync(plan.Steps, cancel);
    }

    public async Task<int> UninstallAsync(CancellationToken cancel)
    {
        var (machine, code) = await LookAsync("uninstall", cancel);
        if (machine is null)
            return code;

        var steps = layout is LaunchdLayout mac ? LaunchdPlan.Remove(mac, machine) : UninstallPlan.Make(layout, machine);
        return await FinishAsync(steps, cancel);
    }

    /// <summary>The steps, or why there are none.</summary>
    internal (IReadOnlyList<Step> Steps, string? Problem) Plan(IMachine machine, string program, Func<string, ConfiguredUnits> units)
    {
        if (Misfit() is { } misfit)
            return ([], misfit);

        var starter = options.Config is { } given ? machine.Read(given) : DeployFile.Text("watchdog.starter.json");
        if (starter is null)
            return ([], $"{options.Config} cannot be read: correct --config");

        // The one that will be in effect: an existing one is never replaced.
        var file = machine.Exists(layout.Configuration) ? layout.Configuration : options.Config;
        var configured = file is null ? new ConfiguredUnits([]) : units(file);
        if (configured.Problem is { } unusable)
            return ([], $"{file} is unusable: {unusable}; 'watchdog validate --config {file}' lists all of it");

        if (layout is LaunchdLayout mac)
            return (Whole(configured, LaunchdPlan.Make(mac, options, machine, program, starter), LaunchdPlan.NotOurs(mac, configured.Services)), null);

        var choice = new AuthorityChoice(options, machine, configured);
        var (authority, problem) = layout.User ? (Authority.OfUser, null) : choice.Make();
        return authority is null
            ? ([], problem)
            : (Whole(configured, InstallPlan.Make(layout, options, authority, machine, program, starter), layout.User ? NotOurs(configured) : choice.Notes), null);
    }

    /// <summary>Warnings come first of all: a daemon that lacks a credential does not start, and what comes after a step that failed is not said.</summary>
    private static IReadOnlyList<Step> Whole(ConfiguredUnits configured, IReadOnlyList<Step> steps, IEnumerable<Note> notes) =>
        [.. configured.Warnings.Select(warning => new Note(warning)), .. steps, .. notes];

    private static Note[] NotOurs(ConfiguredUnits configured) =>
        configured.Names.Count == 0
            ? []
            : [new Note($"{string.Join(", ", configured.Names)}: of the system's manager, which this user may not be allowed to ask; install without --user for those")];

    private static Layout LayoutOf(bool user)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return user ? LaunchdLayout.OfMacUser(home, Libc.UserId, Environment.GetEnvironmentVariable) : LaunchdLayout.OfMac;

        return user ? Layout.OfUser(home, Environment.GetEnvironmentVariable) : Layout.OfSystem;
    }

    private string? Misfit() => options.AsRoot switch
    {
        null => null,
        _ when layout is LaunchdLayout => "--as-root is for systemd: a daemon of launchd runs as root, an agent (--user) as its user; leave it out",
        _ when layout.User => "--as-root is for the system's watchdog: leave it out, or leave out --user",
        _ => null,
    };

    private async Task<(Machine? Machine, int Code)> LookAsync(string command, CancellationToken cancel)
    {
        if (!options.DryRun && !layout.User && !Environment.IsPrivilegedProcess)
            return (null, Refuse(command, $"this needs root: sudo watchdog {command}, or watchdog {command} --user for your own {layout.Things}"));
        if (layout.User && Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } && Environment.IsPrivilegedProcess)
            return (null, Refuse(command, $"--user is for the user who runs it: run watchdog {command} --user without sudo"));

        var (machine, problem) = await Machine.LookAsync(layout, runner, cancel);
        if (machine is not null)
            return (machine, ExitCode.Fine);

        await error.WriteLineAsync($"watchdog {command}: {problem}");
        return (null, ExitCode.Failed);
    }

    private async Task<int> FinishAsync(IReadOnlyList<Step> steps, CancellationToken cancel)
    {
        var carrier = new PlanRunner(runner, TimeProvider.System, output, error);
        if (!options.DryRun)
            return await carrier.CarryOutAsync(steps, cancel);

        carrier.Describe(steps);
        return ExitCode.Fine;
    }

    private int Refuse(string command, string problem)
    {
        error.WriteLine($"watchdog {command}: {problem}");
        return ExitCode.Unusable;
    }
}
