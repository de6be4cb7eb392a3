using System.CommandLine;
using Watchdog.Config;

namespace Watchdog.Cli;

/// <summary><c>watchdog tasks [--json]</c>, <c>watchdog tasks stop ID [--for 30m] [--reason TEXT]</c></summary>
internal static class TasksCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, bool Json);

    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Id">The task.</param>
    /// <param name="For">How long nothing is begun again; null for the default.</param>
    /// <param name="Reason">For people, or null.</param>
    public sealed record StopOptions(string? Config, string Id, TimeSpan? For, string? Reason);

    public static Command Build(Func<Options, CancellationToken, Task<int>> list, Func<StopOptions, CancellationToken, Task<int>> stop, Option<string?> config)
    {
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "tasks",
            "What is being recovered, and what waits to be",
            "Each recovery has an id, its service and a number: `watchdog tasks stop ID` calls it off.",
            "watchdog tasks",
            "watchdog tasks stop hermes-webui#12 --reason debugging")
        {
            json,
            Stop(stop, config),
        };
        command.SetAction((result, cancel) => list(new Options(result.GetValue(config), result.GetValue(json)), cancel));
        return command;
    }

    private static ExampleCommand Stop(Func<StopOptions, CancellationToken, Task<int>> stop, Option<string?> config)
    {
        var id = new Argument<string>("ID") { Description = "The task, as `watchdog tasks` and `watchdog status` name it", Validators = { Arguments.NoOption } };
        var length = new Option<string?>("--for")
        {
            Description = "How long nothing is begun again for the service: 30m by default; 1s to 7d",
            HelpName = "TIME",
            Validators = { PauseCommand.ADuration },
        };
        var reason = new Option<string?>("--reason") { Description = "What for, as status and the journal tell it", HelpName = "TEXT" };
        var command = new ExampleCommand(
            "stop",
            "Call a recovery off",
            "What is not ordered yet is called off, with its evidence. An ordered restart is carried out to its end: half of one is an outage.\n"
            + "Either way the service is paused, since the same trouble would call for the next at once; `watchdog resume` ends that.",
            "watchdog tasks stop hermes-webui#12 --for 2h --reason debugging")
        {
            id,
            length,
            reason,
        };
        command.SetAction((result, cancel) =>
        {
            var time = result.GetValue(length) is { } text && Durations.TryParse(text, out var parsed) ? parsed : (TimeSpan?)null;
            return stop(new StopOptions(result.GetValue(config), result.GetRequiredValue(id), time, result.GetValue(reason)), cancel);
        });
        return command;
    }
}
