using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Commands;

/// <summary>A service that is told by commands of the user's.</summary>
internal sealed class CommandDriver(string service, CommandConfig config, TimeProvider time) : IDriver
{
    /// <summary>"User had insufficient privilege", by the Linux Standard Base.</summary>
    private const int NotPrivileged = 4;

    private readonly ProcessRunner _runner = new(time);

    public string Name => service;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        if (config.Status.IsEmpty) return await ByPidAsync(saysRuns: false, cancel).ConfigureAwait(false);

        var ended = await RunAsync(config.Status, Patience.Look, cancel).ConfigureAwait(false);
        return ended.ExitCode switch
        {
            0 => await ByPidAsync(saysRuns: true, cancel).ConfigureAwait(false),
            1 or 2 => Seen(UnitState.Failed, LastEnd.ByItself, $"status ended with {ended.ExitCode}"),
            3 => Seen(UnitState.Inactive, LastEnd.StopJob, "stopped"),
            _ => UnitLook.NotSeen("status-unknown", $"status {(ended.ExitCode is { } code ? $"ended with {code}: " : "")}{Said(ended)}"),
        };
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        if (!config.Restart.IsEmpty) return Outcome("restart", await RunAsync(config.Restart, config.Timeout, cancel).ConfigureAwait(false));

        var stopped = await RunAsync(config.Stop, config.Timeout, cancel).ConfigureAwait(false);
        return stopped.Succeeded ? await StartAsync(before, cancel).ConfigureAwait(false) : Outcome("stop", stopped);
    }

    /// <summary>Init scripts and their like start with "restart" what does not run.</summary>
    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel) => config.Start.IsEmpty
        ? Outcome("restart", await RunAsync(config.Restart, config.Timeout, cancel).ConfigureAwait(false))
        : Outcome("start", await RunAsync(config.Start, config.Timeout, cancel).ConfigureAwait(false));

    private async Task<UnitLook> ByPidAsync(bool saysRuns, CancellationToken cancel)
    {
        var ended = await RunAsync(config.Pid, Patience.Look, cancel).ConfigureAwait(false);
        if (ended.ExitCode is null) return UnitLook.NotSeen("pid-unknown", Said(ended));

        var line = ended.Output.Split('\n')[0].Trim();
        if (line.Length > 0 && !int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return UnitLook.NotSeen("pid-unknown", $"pid printed \"{Hide(Words.Line(line, 40))}\", which is no process id");

        // A file may still name a process that is gone.
        if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Processes.Lives(pid)) return Running(pid);

        // Two words against each other: to start what runs would be the worst answer.
        if (saysRuns) return UnitLook.NotSeen("pid-unknown", $"status says that it runs, and pid names no living process: it printed {(line.Length > 0 ? line : "nothing")} and ended with {ended.ExitCode}{FirstError(ended)}");

        // Without a word on why, it may be stopped as well as dead.
        return Seen(UnitState.Failed, LastEnd.Unknown, "it has no process");
    }

    private string FirstError(ProcessResult ended) => ended.Error.Trim().Split('\n')[0] is { Length: > 0 } said ? $": {Hide(Words.Line(said, 160))}" : "";

    private UnitLook Running(int pid) => UnitLook.Seen(Status(UnitState.Active, LastEnd.None, "running") with { MainPid = pid, MainPidIsHearsay = true, EndBefore = LastEnd.Unknown });

    private UnitLook Seen(UnitState state, LastEnd end, string word) => UnitLook.Seen(Status(state, end, word));

    private UnitStatus Status(UnitState state, LastEnd end, string word) => new()
    {
        State = state,
        SubState = word,
        LastEnd = end,
        // One command or two: where it is cut short or fails in between, it stays down, and by us.
        RestartStops = true,
        TimeoutStop = config.Timeout,
        TimeoutStart = config.Timeout,
    };

    private Task<ProcessResult> RunAsync(ImmutableArray<string> command, TimeSpan deadline, CancellationToken cancel) =>
        _runner.RunAsync(command[0], command[1..], deadline, cancel);

    private RestartOutcome Outcome(string verb, ProcessResult ended) => ended switch
    {
        { ExitCode: 0 } => new RestartOutcome(RestartResult.Done, new Reason("command-done", $"{verb} ended with 0")),
        { IsMissing: true } => new RestartOutcome(RestartResult.Failed, new Reason("command-missing", Said(ended))),
        { ExitCode: NotPrivileged } => new RestartOutcome(RestartResult.Denied, new Reason("access-denied", $"{verb} says that we lack the privilege: {Said(ended)}")),
        { ExitCode: null } => new RestartOutcome(RestartResult.TimedOut, new Reason("command-timeout", Said(ended))),
        _ => new RestartOutcome(RestartResult.Failed, new Reason("command-failed", $"{verb} ended with {ended.ExitCode}: {Said(ended)}")),
    };

    private string Said(ProcessResult ended) => Hide(Words.Line(ended.Complaint, 200));

    private string Hide(string text) => config.Secrets.Hide(text);
}
