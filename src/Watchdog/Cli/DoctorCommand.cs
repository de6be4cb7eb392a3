using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog doctor [--json]</c></summary>
internal static class DoctorCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "doctor",
            "Look for what would keep a restart from being right, or from happening, and say what mends it",
            "Changes nothing and takes half a minute at most. Exit code 0: nothing found; 1: warnings; 2: something is broken.",
            "sudo watchdog doctor",
            "watchdog doctor --json")
        {
            json,
        };
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetValue(json)), cancel));
        return command;
    }
}
