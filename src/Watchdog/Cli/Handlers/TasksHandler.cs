using System.Text.Json;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Shows the recoveries that are under way or wait, and stops one.</summary>
internal static class TasksHandler
{
    private const string Stop = "tasks stop";

    /// <summary>What is longer ago is read in <c>watchdog history</c>.</summary>
    private const int MostEntries = 5000;

    private static readonly TimeSpan s_default = TimeSpan.FromMinutes(30);

    public static async Task<int> RunAsync(TasksCommand.Options options, CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System);
        var asked = await client.TasksAsync(cancel).ConfigureAwait(false);
        if (asked.Outcome is ControlOutcome.Refused or ControlOutcome.Failed) return Complaint.Say("tasks", ExitCode.CouldNotLook, asked.Reason.ToString());

        var (tasks, told, code) = (asked.Value, "", ExitCode.Fine);
        if (tasks is null)
        {
            (var saved, var silent, code) = SavedStatus.Read("tasks", options.Config, directories);
            if (saved is null) return code;

            (tasks, told) = (TaskReport.Of(saved), SavedStatus.Told(silent));
        }

        if (options.Json)
        {
            if (code != ExitCode.Fine) Complaint.Say("tasks", code, told);
            Console.Out.WriteLine(JsonSerializer.Serialize(tasks, WebJson.Default.TaskReport));
            return code;
        }

        if (told.Length > 0) Console.Out.WriteLine(told);
        if (tasks.Tasks.IsEmpty) Console.Out.WriteLine("no task: nothing is being recovered, and nothing waits to be");
        foreach (var task in tasks.Tasks) Console.Out.WriteLine($"{StatusText.Task(task)}  {task.Reason}");
        return code;
    }

    public static async Task<int> StopAsync(TasksCommand.StopOptions options, CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        var request = new TaskStopRequest(options.Id, options.For ?? s_default, options.Reason is { Length: > 0 } reason ? reason : $"watchdog {Stop}", PauseHandler.Who);
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System, PauseHandler.Deadline);
        var asked = await client.StopTaskAsync(request, cancel).ConfigureAwait(false);
        switch (asked.Outcome)
        {
            case ControlOutcome.Answered:
                Console.Out.WriteLine(asked.Value.Sentence);
                return ExitCode.Fine;
            case ControlOutcome.NoDaemon:
                return StopSaved(options, request, directories);
            case ControlOutcome.Refused when asked.Reason.Code == TaskControl.Over:
                return Complaint.Say(Stop, ExitCode.Failed, $"{asked.Reason.Sentence}: {End(options.Id, directories)}");
            default:
                return Complaint.Say(Stop, ExitCode.Failed, asked.Reason.ToString());
        }
    }

    /// <summary>Without a daemon nothing is under way; what waits, the next <c>check</c> would begin.</summary>
    private static int StopSaved(TasksCommand.StopOptions options, TaskStopRequest request, Directories directories)
    {
        var (saved, _, code) = SavedStatus.Read(Stop, options.Config, directories);
        if (saved is null) return code;
        if (!TaskReport.Of(saved).Tasks.Any(task => task.Id == options.Id)) return Complaint.Say(Stop, ExitCode.Failed, $"{options.Id} is over, or never was: {End(options.Id, directories)}");

        _ = TaskId.TryParse(options.Id, out var service, out _);
        var because = $"{options.Id} stopped by {request.By}: {request.Because}";
        return SavedServices.Tell(
            Stop,
            options.Config,
            [service],
            now => new PauseSet(because, now.Uptime + request.For, PauseKind.Timed, PauseRules.TaskStopId),
            name => $"no daemon runs, so nothing of {options.Id} does; nothing is begun for {name} again for {Words.Span(request.For)}; `watchdog resume {name}` ends that");
    }

    private static string End(string id, Directories directories)
    {
        if (!TaskId.TryParse(id, out var service, out var epoch)) return "that is no id of a task";

        var journal = new JournalReader(directories.Journal).NewestFirst(new JournalQuery { Service = service, Limit = MostEntries });
        return TaskEnd.Of(journal, epoch) ?? $"it never began, or long ago; `watchdog history {service}` has what was done";
    }
}
