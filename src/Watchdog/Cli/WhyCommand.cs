using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog why SERVICE</c></summary>
internal static class WhyCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Its name.</param>
    public sealed record Options(string? Config, string Service);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.Service();
        var command = new ExampleCommand(
            "why",
            "Why a service was restarted, or was not",
            "Its last decisions with their reasons, from the journal.",
            "watchdog why hermes-webui")
        {
            service,
        };
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetRequiredValue(service)), cancel));
        return command;
    }
}
