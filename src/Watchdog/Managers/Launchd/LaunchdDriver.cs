using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Launchd;

/// <summary>A job of launchd, through launchctl.</summary>
/// <param name="config">Which.</param>
/// <param name="time">For deadlines.</param>
/// <param name="program">By PATH: macOS has it in /bin.</param>
internal sealed class LaunchdDriver(LaunchdConfig config, TimeProvider time, string program = "launchctl") : IDriver
{
    /// <summary>The judgement has words for it.</summary>
    private const string Unloaded = "not-loaded";

    private static readonly TimeSpan s_printDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Within the throttle window (10 s) kickstart blocks for up to 16 s, and launchd gives a process its exit time-out before.</summary>
    private static readonly TimeSpan s_kickstartDeadline = TimeSpan.FromSeconds(60);

    private readonly ProcessRunner _runner = new(time);
    private readonly JobRuns _runs = new();

    public string Name => config.Target;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        var ended = await RunAsync(s_printDeadline, cancel, "print", config.Target).ConfigureAwait(false);
        if (ended.Succeeded) return Seen(JobPrint.Of(ended.Output), ended.Output);
        if (ended.ExitCode == LaunchctlAnswer.NotLoaded) return UnitLook.Seen(NotLoaded());

        var (_, reason) = LaunchctlAnswer.Of(ended, "print", config.Target);
        return new UnitLook(null, reason);
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        var ended = await RunAsync(Deadline(before), cancel, "kickstart", "-k", config.Target).ConfigureAwait(false);
        return ended.Succeeded ? Done($"launchd has restarted {config.Target}") : Refused(ended, "kickstart");
    }

    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel)
    {
        if (before.SubState == Unloaded)
        {
            if (config.Bootstrap is not { } plist) return Refused(new ProcessResult(LaunchctlAnswer.NotLoaded, "", ""), "kickstart");

            var loaded = await RunAsync(s_kickstartDeadline, cancel, "bootstrap", LaunchctlAnswer.Domain(config.Target), plist).ConfigureAwait(false);
            if (!loaded.Succeeded) return Refused(loaded, "bootstrap");
        }

        // Without -k: what its plist has started already is left alone.
        var ended = await RunAsync(Deadline(before), cancel, "kickstart", config.Target).ConfigureAwait(false);
        return ended.Succeeded ? Done($"launchd has started {config.Target}") : Refused(ended, "kickstart");
    }

    private UnitLook Seen(JobPrint job, string print)
    {
        var look = JobStatus.Of(job, print);
        return look.Status is { } status ? UnitLook.Seen(_runs.Name(status, job.Runs)) : look;
    }

    /// <summary>Its own KeepAlive cannot help it any more. Whoever allows us to load it again means it to be up.</summary>
    private UnitStatus NotLoaded() => config.Bootstrap is null
        ? new UnitStatus { State = UnitState.NotFound, SubState = Unloaded, LastEnd = LastEnd.StopJob }
        : new UnitStatus { State = UnitState.Failed, SubState = Unloaded, Result = Unloaded, LastEnd = LastEnd.ByItself };

    private static TimeSpan Deadline(UnitStatus before) => s_kickstartDeadline + (before.TimeoutStop ?? TimeSpan.Zero);

    private Task<ProcessResult> RunAsync(TimeSpan deadline, CancellationToken cancel, params string[] arguments) => _runner.RunAsync(program, arguments, deadline, cancel);

    private static RestartOutcome Done(string sentence) => new(RestartResult.Done, new Reason("kickstarted", sentence));

    private RestartOutcome Refused(ProcessResult ended, string verb)
    {
        var (result, reason) = LaunchctlAnswer.Of(ended, verb, config.Target);
        return new RestartOutcome(result, reason);
    }
}
