using System.CommandLine;
using System.CommandLine.Help;

namespace Watchdog.Cli;

/// <summary>From arguments to a command, and from a command to an exit code.</summary>
internal static class CommandLine
{
    // '@file' is a service or nothing, never a file of further arguments.
    private static readonly ParserConfiguration s_parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs what <paramref name="args"/> ask for. Arguments that make no sense are one line on <paramref name="error"/> and exit code 2.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, CommandHandlers handlers, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var result = Build(handlers).Parse(args, s_parsing);
        if (result.Errors.Count > 0)
        {
            await error.WriteLineAsync(UsageError.Describe(result));
            return ExitCode.Unusable;
        }

        // Signals are ours (StopSignals): the library would end a command two seconds after the first one.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await result.InvokeAsync(invocation, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await error.WriteLineAsync("watchdog: interrupted");
            return ExitCode.Failed;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"watchdog: {denied.Message}");
            return ExitCode.Failed;
        }
    }

    internal static RootCommand Build(CommandHandlers handlers)
    {
        var config = Arguments.Config();
        var root = new RootCommand("Restarts services that still run and no longer work, and only when a restart is right.")
        {
            HelpName = "watchdog",
            Options = { config },
            Subcommands =
            {
                RunCommand.Build(handlers.Run, config),
                CheckCommand.Build(handlers.Check, config),
                ValidateCommand.Build(handlers.Validate, config),
                StatusCommand.Build(handlers.Status, config),
                WhyCommand.Build(handlers.Why, config),
                HistoryCommand.Build(handlers.History, config),
                TasksCommand.Build(handlers.Tasks, handlers.StopTask, config),
                ReportCommand.Build(handlers.Report, config),
                EvidenceCommand.Build(handlers.Evidence, config),
                PauseCommand.Build(handlers.Pause, config),
                ResumeCommand.Build(handlers.Resume, config),
                RearmCommand.Build(handlers.Rearm, config),
                ReloadCommand.Build(handlers.Reload, config),
                InitCommand.Build(handlers.Init, config),
                DoctorCommand.Build(handlers.Doctor, config),
                DrillCommand.Build(handlers.Drill, config),
                NotifyCommand.Build(handlers.Notify, config),
                InstallCommand.Build(handlers.SystemUnits, config),
                UninstallCommand.Build(),
                DemoCommand.Build(handlers.Demo),
                SampleServiceCommand.Build(handlers.SampleService),
            },
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new ExampleHelp(help);
            else if (option is VersionOption)
                option.Action = new ShowVersion();
        }

        return root;
    }
}
