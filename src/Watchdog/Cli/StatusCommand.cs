using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog status [SERVICE] [--json]</c></summary>
internal static class StatusCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Name; null means all.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, string? Service, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.OptionalService();
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "status",
            "How the services are",
            "As the daemon sees them; when none runs, as they were last seen.",
            "watchdog status",
            "watchdog status hermes-webui --json")
        {
            service,
            json,
        };
        command.SetAction((result, cancel) =>
            handler(new Options(result.GetValue(config), result.GetValue(service), result.GetValue(json)), cancel));
        return command;
    }
}
