using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog validate [--effective]</c></summary>
internal static class ValidateCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Effective">Print the configuration with every default filled in.</param>
    public sealed record Options(string? Config, bool Effective);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var effective = new Option<bool>("--effective") { Description = "Print the configuration with every default filled in" };
        var command = new ExampleCommand(
            "validate",
            "Check the configuration and list all that is wrong with it",
            "Exit code 0: usable; 2: unusable.",
            "watchdog validate --effective")
        {
            effective,
        };
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetValue(effective)), cancel));
        return command;
    }
}
