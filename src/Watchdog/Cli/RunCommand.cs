using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog run</c></summary>
internal static class RunCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    public sealed record Options(string? Config);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var command = new ExampleCommand(
            "run",
            "Watch the services of the configuration until stopped",
            "It stays in the foreground. SIGHUP, 'watchdog reload' or saving the file has it read the configuration again.",
            "watchdog run --config ./watchdog.json");
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config)), cancel));
        return command;
    }
}
