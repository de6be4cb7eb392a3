using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Managers.Containers;

/// <summary>The engine's words in the judgement's.</summary>
internal static class ContainerStatus
{
    /// <summary>Of docker and of podman where nobody chose another.</summary>
    private const int DefaultStopTimeout = 10;

    /// <summary>podman calls stopped what it has not tidied up, nor started again, yet.</summary>
    private static readonly TimeSpan s_tidying = TimeSpan.FromSeconds(10);

    /// <summary>Exit codes of who is asked to end: by SIGINT, SIGKILL or SIGTERM.</summary>
    private static readonly int[] s_asked = [130, 137, 143];

    /// <param name="state">As the engine tells it.</param>
    /// <param name="now">Of the wall clock.</param>
    public static UnitLook Of(ContainerState state, DateTimeOffset now)
    {
        if (State(state, now) is not { } seen) return UnitLook.NotSeen("container-state", $"its engine says that the container is \"{Words.Line(state.Status)}\", which is not known here");

        return UnitLook.Seen(seen with
        {
            // A container that was created anew is another, whose engine may give it the same process id; a run that is over keeps its name.
            Instance = state.StartedAt.Year > 1 ? $"{state.Id[..Math.Min(12, state.Id.Length)]}:{state.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)}" : "",
            AutoRestarts = state.RestartCount,
            TimeoutStop = state.StopTimeout < 0 ? null : TimeSpan.FromSeconds(state.StopTimeout ?? DefaultStopTimeout),
            TimeoutStopIsDefault = state.StopTimeout is null or DefaultStopTimeout,
            // Where the start fails that follows the stop (its port was taken meanwhile), it stays down, and by us.
            RestartStops = true,
        });
    }

    private static UnitStatus? State(ContainerState state, DateTimeOffset now) => state.Status switch
    {
        _ when state.Paused => new UnitStatus { State = UnitState.Inactive, SubState = "paused", LastEnd = LastEnd.StopJob },
        "running" => new UnitStatus { State = UnitState.Active, SubState = state.Health is { Length: > 0 } health and not "none" ? $"running, its own health check says {Words.Line(health, 20)}" : "running" },
        "restarting" => new UnitStatus { State = UnitState.Activating, SubState = $"auto-restart, {How(state)}", Result = Result(state) },
        "stopped" when IsRestarted(state) && (now - state.FinishedAt).Duration() < s_tidying =>
            new UnitStatus { State = UnitState.Activating, SubState = $"auto-restart, {How(state)}", Result = Result(state) },
        "initialized" => new UnitStatus { State = UnitState.Activating, SubState = "initialized" },
        "stopping" or "removing" => new UnitStatus { State = UnitState.Deactivating, SubState = state.Status },
        "created" or "configured" => new UnitStatus { State = UnitState.Inactive, SubState = "created, and not started" },
        "exited" or "stopped" or "dead" => Over(state),
        _ => null,
    };

    private static UnitStatus Over(ContainerState state)
    {
        var end = EndOf(state);
        var isFailure = end != LastEnd.StopJob && state.ExitCode != 0;
        return new UnitStatus
        {
            State = isFailure ? UnitState.Failed : UnitState.Inactive,
            SubState = $"{state.Status}, {How(state)}{(state.Error.Length > 0 ? $": {Words.Line(state.Error, 160)}" : "")}",
            LastEnd = end,
            Result = Result(state),
        };
    }

    /// <summary>What the engine would have started again, and did not, was stopped by someone.</summary>
    private static LastEnd EndOf(ContainerState state) => state switch
    {
        _ when IsRestarted(state) => LastEnd.StopJob,
        _ when IsOutOfMemory(state) => LastEnd.ByItself,
        _ => s_asked.Contains(state.ExitCode) ? LastEnd.Unknown : LastEnd.ByItself,
    };

    /// <summary>docker also says so where a child was killed, and its first process ended otherwise later on.</summary>
    private static bool IsOutOfMemory(ContainerState state) => state is { OomKilled: true, ExitCode: 137 };

    /// <summary>Whether the engine starts it again after such an end.</summary>
    private static bool IsRestarted(ContainerState state) => state.Policy switch
    {
        "always" or "unless-stopped" => true,
        "on-failure" => state.ExitCode != 0 && (state.Retries == 0 || state.RestartCount < state.Retries),
        _ => false,
    };

    private static string Result(ContainerState state) => state switch
    {
        _ when IsOutOfMemory(state) => "oom-kill",
        { ExitCode: 0 } => "success",
        { ExitCode: > 128 and < 160 } => "signal",
        _ => "exit-code",
    };

    private static string How(ContainerState state) => IsOutOfMemory(state) ? "out of memory" : string.Create(CultureInfo.InvariantCulture, $"exit code {state.ExitCode}");
}
