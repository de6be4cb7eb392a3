using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog demo</c></summary>
internal static class DemoCommand
{
    public static Command Build(Func<CancellationToken, Task<int>> handler)
    {
        var command = new ExampleCommand(
            "demo",
            "Watch a sample service break in six ways, and what is done about each",
            "It takes about a minute and needs no configuration. Exit code 0: each fault was met in the right way.",
            "watchdog demo");
        command.SetAction((_, cancel) => handler(cancel));
        return command;
    }
}
