using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog sample-service</c>: the service that the demo breaks. Hidden; what follows its name is its own affair.</summary>
internal static class SampleServiceCommand
{
    /// <param name="Arguments">All that follows the command's name.</param>
    public sealed record Options(IReadOnlyList<string> Arguments);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler)
    {
        var command = new ExampleCommand("sample-service", "The service that the demo breaks", null, "watchdog sample-service")
        {
            Hidden = true,
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((result, cancel) => handler(new Options(result.UnmatchedTokens), cancel));
        return command;
    }
}
