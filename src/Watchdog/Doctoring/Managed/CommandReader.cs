using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Doctoring.Managed;

/// <summary>Looks at the programs of a service's commands, and asks those two of them that only tell: its status and its pid.</summary>
internal sealed class CommandReader(ProcessRunner runner, TimeProvider time)
{
    /// <summary>Where systemd looks; the daemon may look elsewhere as well, as we do.</summary>
    private static readonly string[] s_folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>A service that is being started tells the one before the other.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    public async Task<ManagerSettings> ReadAsync(CommandConfig config, UserIds? user, CancellationToken cancel)
    {
        (string Key, ImmutableArray<string> Command)[] all = [("restart", config.Restart), ("start", config.Start), ("stop", config.Stop), ("status", config.Status), ("pid", config.Pid)];
        var settings = await WithProgramsAsync(all.Where(one => !one.Command.IsEmpty).Select(one => (one.Key, one.Command[0])), user, cancel).ConfigureAwait(false);
        return settings with { Contradiction = await ContradictionAsync(config, cancel).ConfigureAwait(false) };
    }

    public static async Task<ManagerSettings> OfChildAsync(ProcessConfig config, UserIds? user, CancellationToken cancel)
    {
        var settings = await WithProgramsAsync([("command", config.Command[0])], user, cancel).ConfigureAwait(false);
        return config.WorkingDirectory is { } folder
            ? settings with { Paths = [.. settings.Paths, await ManagedPath.OfAsync("workingDirectory", folder, PathNeed.Enter, user, cancel).ConfigureAwait(false)] }
            : settings;
    }

    private static async Task<CommandSettings> WithProgramsAsync(IEnumerable<(string Key, string Program)> named, UserIds? user, CancellationToken cancel)
    {
        var paths = ImmutableArray.CreateBuilder<PathFact>();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, program) in named)
        {
            if (program.StartsWith('/')) paths.Add(await ManagedPath.OfAsync(key, program, PathNeed.Run, user, cancel).ConfigureAwait(false));
            else if (!program.Contains('/') && ProgramStart.Find(program) is null && !s_folders.Any(folder => File.Exists($"{folder}/{program}"))) missing.Add($"{key}: {program}");
        }

        return new CommandSettings { Paths = paths.ToImmutable(), NotFound = missing.ToImmutable() };
    }

    /// <summary>Twice the same, or it was a start or an end that came between the two.</summary>
    private async Task<string> ContradictionAsync(CommandConfig config, CancellationToken cancel)
    {
        if (config.Status.IsEmpty || await OneAsync(config, cancel).ConfigureAwait(false) is not { Length: > 0 } first) return "";

        await Task.Delay(s_between, time, cancel).ConfigureAwait(false);
        return await OneAsync(config, cancel).ConfigureAwait(false) == first ? first : "";
    }

    private async Task<string> OneAsync(CommandConfig config, CancellationToken cancel)
    {
        var status = await RunAsync(config.Status, cancel).ConfigureAwait(false);
        if (status.ExitCode is not (>= 0 and <= 3 and var code)) return "";

        var pid = await RunAsync(config.Pid, cancel).ConfigureAwait(false);
        if (pid.ExitCode is null) return "";

        var line = pid.Output.Split('\n')[0].Trim();
        var isNumber = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var process);
        if (line.Length > 0 && !isNumber) return "";       // no process id at all, which its look tells
        var lives = isNumber && Processes.Lives(process);
        return (code, lives) switch
        {
            (0, false) => $"its status ends with 0, and its pid names {(isNumber ? $"process {process}, which does not live" : "no process")}: it would be started beside itself",
            (1 or 2, true) => $"its status ends with {code}, and its pid names process {process}, which lives: it would be started beside itself",
            (3, true) => $"its status ends with 3, and its pid names process {process}, which lives: it would be left alone as stopped",
            _ => "",
        };
    }

    private Task<ProcessResult> RunAsync(ImmutableArray<string> command, CancellationToken cancel) => runner.RunAsync(command[0], command[1..], Patience.Look, cancel);
}
