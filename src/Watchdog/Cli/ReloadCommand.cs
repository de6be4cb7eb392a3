using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog reload</c></summary>
internal static class ReloadCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    public sealed record Options(string? Config);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var command = new ExampleCommand(
            "reload",
            "Have the daemon read its configuration again",
            "An unusable one leaves the old one running; no reload ever restarts a service.",
            "watchdog reload");
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config)), cancel));
        return command;
    }
}
