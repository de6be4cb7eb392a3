using System.CommandLine;
using Watchdog.Kernel;

namespace Watchdog.Cli.Install;

/// <summary>Installs and removes this program: looks at the machine, makes a plan, and says it or carries it out.</summary>
internal sealed class Installer(Layout layout, InstallOptions options, ProcessRunner runner, TextWriter output, TextWriter error)
{
    public static Installer Create(InvocationConfiguration invocation, InstallOptions options)
    {
        var layout = options.User
            ? Layout.OfUser(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable)
            : Layout.OfSystem;
        return new Installer(layout, options, new ProcessRunner(TimeProvider.System), invocation.Output, invocation.Error);
    }

    public async Task<int> InstallAsync(Func<string, ConfiguredUnits> units, CancellationToken cancel)
    {
        var (machine, code) = await LookAsync("install", cancel);
        if (machine is null)
            return code;
        if (machine.Program is not { } program)
            return Refuse("install", "this build is not one file that could be copied: run deploy/install.sh, which publishes it and installs that");

        var plan = Plan(machine, program, units);
        return plan.Problem is { } problem ? Refuse("install", problem) : await FinishAsync(plan.Steps, cancel);
    }

    public async Task<int> UninstallAsync(CancellationToken cancel)
    {
        var (machine, code) = await LookAsync("uninstall", cancel);
        return machine is null ? code : await FinishAsync(UninstallPlan.Make(layout, machine), cancel);
    }

    /// <summary>The steps, or why there are none.</summary>
    internal (IReadOnlyList<Step> Steps, string? Problem) Plan(IMachine machine, string program, Func<string, ConfiguredUnits> units)
    {
        var starter = options.Config is { } given ? machine.Read(given) : DeployFile.Text("watchdog.starter.json");
        if (starter is null)
            return ([], $"{options.Config} cannot be read: correct --config");

        // The one that will be in effect: an existing one is never replaced.
        var file = machine.Exists(layout.Configuration) ? layout.Configuration : options.Config;
        var configured = file is null ? new ConfiguredUnits([]) : units(file);
        if (configured.Problem is { } unusable)
            return ([], $"{file} is unusable: {unusable}; 'watchdog validate --config {file}' lists all of it");
        if (layout.User)
            return ([.. Warnings(configured), .. InstallPlan.Make(layout, options, machine, program, starter, rule: null), .. NotOurs(configured)], null);
        if (!PolkitRule.TryWrite(configured.Names, out var rule, out var problem))
            return ([], problem);
        return ([.. Warnings(configured), .. InstallPlan.Make(layout, options, machine, program, starter, rule)], null);
    }

    /// <summary>First of all: a daemon that lacks a credential does not start, and what comes after a step that failed is not said.</summary>
    private static IEnumerable<Note> Warnings(ConfiguredUnits configured) => configured.Warnings.Select(warning => new Note(warning));

    private static Note[] NotOurs(ConfiguredUnits configured) =>
        configured.Names.Count == 0
            ? []
            : [new Note($"{string.Join(", ", configured.Names)}: of the system's manager, which this user may not be allowed to ask; install without --user for those")];

    private async Task<(Machine? Machine, int Code)> LookAsync(string command, CancellationToken cancel)
    {
        if (!options.DryRun && !layout.User && !Environment.IsPrivilegedProcess)
            return (null, Refuse(command, $"this needs root: sudo watchdog {command}, or watchdog {command} --user for your own units"));
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
        var carrier = new PlanRunner(runner, output, error);
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
