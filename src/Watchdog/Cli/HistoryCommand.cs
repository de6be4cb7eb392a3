using System.CommandLine;
using System.CommandLine.Parsing;

namespace Watchdog.Cli;

/// <summary><c>watchdog history [SERVICE] [--since AGO] [--limit N] [--json]</c></summary>
internal static class HistoryCommand
{
    /// <summary>How many entries are shown when nothing is said, neither how many nor since when.</summary>
    public const int DefaultLimit = 50;

    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Name; null means all.</param>
    /// <param name="Since">A duration before now as in the configuration (<c>2h</c>), or an ISO 8601 date or time; not yet read. Null: all that is kept.</param>
    /// <param name="Limit">The latest so many entries; 1 or more. Null: nothing is said.</param>
    /// <param name="Json">One JSON object a line.</param>
    public sealed record Options(string? Config, string? Service, string? Since, int? Limit, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.OptionalService();
        var since = new Option<string?>("--since")
        {
            Description = "Only what is younger: a duration (2h, 7d) or a date (2026-11-20)",
            HelpName = "WHEN",
        };
        var limit = new Option<int?>("--limit")
        {
            Description = $"The latest N entries ({DefaultLimit}; with --since, all)",
            HelpName = "N",
            Validators = { AtLeastOne },
        };
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "history",
            "What was seen, decided and done, from the journal",
            "Oldest first.",
            "watchdog history hermes-webui --since 2h",
            "watchdog history --json --limit 500")
        {
            service,
            since,
            limit,
            json,
        };
        command.SetAction((result, cancel) => handler(
            new Options(
                result.GetValue(config),
                result.GetValue(service),
                result.GetValue(since),
                result.GetValue(limit),
                result.GetValue(json)),
            cancel));
        return command;
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var count) && count >= 1))
            result.AddError($"--limit needs a number of 1 or more, not '{text}'");
    }
}
