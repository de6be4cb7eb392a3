using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog check [SERVICE…] [--json]</c></summary>
internal static class CheckCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Services">Names; empty means all.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, IReadOnlyList<string> Services, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var services = Arguments.Services();
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "check",
            "One round, for a timer: look, act where that is right, and exit",
            "Exit code 0: all healthy; 1: something is unhealthy or was acted on; 2: unusable configuration; 3: could not look.",
            "watchdog check",
            "watchdog check hermes-webui --json")
        {
            services,
            json,
        };
        command.SetAction((result, cancel) =>
            handler(new Options(result.GetValue(config), result.GetValue(services) ?? [], result.GetValue(json)), cancel));
        return command;
    }
}
