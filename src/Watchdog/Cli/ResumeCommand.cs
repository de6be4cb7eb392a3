using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog resume SERVICE…</c></summary>
internal static class ResumeCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Services">Names, one at least.</param>
    public sealed record Options(string? Config, IReadOnlyList<string> Services);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var services = Arguments.SomeServices();
        var command = new ExampleCommand(
            "resume",
            "End what keeps services paused",
            "All of it: `watchdog pause`, also with a command that still runs, and the present occurrence of a maintenance window, not the next.",
            "watchdog resume hermes-webui")
        {
            services,
        };
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetValue(services) ?? []), cancel));
        return command;
    }
}
