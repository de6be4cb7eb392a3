using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog rearm SERVICE</c></summary>
internal static class RearmCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Its name.</param>
    public sealed record Options(string? Config, string Service);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.Service();
        var command = new ExampleCommand(
            "rearm",
            "Let a service that is held be restarted again",
            "A service is held after a restart storm, or after restarts that did not help.",
            "watchdog rearm hermes-webui")
        {
            service,
        };
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetRequiredValue(service)), cancel));
        return command;
    }
}
