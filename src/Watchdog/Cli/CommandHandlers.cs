using Watchdog.Cli.Install;

namespace Watchdog.Cli;

/// <summary>
/// What the commands do. Each gets its options and a token that the first SIGINT or SIGTERM cancels, and returns the exit code (<see cref="ExitCode"/>).
/// </summary>
internal sealed record CommandHandlers
{
    public required Func<RunCommand.Options, CancellationToken, Task<int>> Run { get; init; }

    public required Func<CheckCommand.Options, CancellationToken, Task<int>> Check { get; init; }

    public required Func<ValidateCommand.Options, CancellationToken, Task<int>> Validate { get; init; }

    public required Func<StatusCommand.Options, CancellationToken, Task<int>> Status { get; init; }

    public required Func<WhyCommand.Options, CancellationToken, Task<int>> Why { get; init; }

    public required Func<HistoryCommand.Options, CancellationToken, Task<int>> History { get; init; }

    public required Func<ReportCommand.Options, CancellationToken, Task<int>> Report { get; init; }

    public required Func<EvidenceCommand.Options, CancellationToken, Task<int>> Evidence { get; init; }

    public required Func<RearmCommand.Options, CancellationToken, Task<int>> Rearm { get; init; }

    public required Func<TasksCommand.Options, CancellationToken, Task<int>> Tasks { get; init; }

    public required Func<TasksCommand.StopOptions, CancellationToken, Task<int>> StopTask { get; init; }

    public required Func<PauseCommand.Options, CancellationToken, Task<int>> Pause { get; init; }

    public required Func<ResumeCommand.Options, CancellationToken, Task<int>> Resume { get; init; }

    public required Func<ReloadCommand.Options, CancellationToken, Task<int>> Reload { get; init; }

    public required Func<InitCommand.Options, CancellationToken, Task<int>> Init { get; init; }

    public required Func<DoctorCommand.Options, CancellationToken, Task<int>> Doctor { get; init; }

    public required Func<DrillCommand.Options, CancellationToken, Task<int>> Drill { get; init; }

    public required Func<NotifyCommand.Options, CancellationToken, Task<int>> Notify { get; init; }

    public required Func<CancellationToken, Task<int>> Demo { get; init; }

    public required Func<SampleServiceCommand.Options, CancellationToken, Task<int>> SampleService { get; init; }

    /// <summary>The units of the system's manager that a configuration file names: whom the polkit rule is for.</summary>
    public required Func<string, ConfiguredUnits> SystemUnits { get; init; }
}
