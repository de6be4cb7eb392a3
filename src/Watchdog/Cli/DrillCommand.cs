using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Watchdog.Config;

namespace Watchdog.Cli;

/// <summary><c>watchdog drill SERVICE [--restarts N] [--settle TIME] [--fail-on TEXT]… [--yes] [--json]</c></summary>
internal static class DrillCommand
{
    private const int DefaultRestarts = 10;
    private const int MostRestarts = 1000;

    private static readonly TimeSpan s_defaultSettle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Its name.</param>
    /// <param name="Restarts">1 to 1000.</param>
    /// <param name="Settle">How long each run is looked at before the next: 1 s to 1 h.</param>
    /// <param name="FailOn">Texts that no line of its log may hold.</param>
    /// <param name="Yes">Do not ask, and drill a critical service too.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, string Service, int Restarts, TimeSpan Settle, ImmutableArray<string> FailOn, bool Yes, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.Service();
        var restarts = new Option<int>("--restarts")
        {
            Description = "How many, 1 to 1000",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultRestarts,
            Validators = { ACount },
        };
        var settle = new Option<string?>("--settle")
        {
            Description = "How long each run is asked on, four times a second, before the next restart: 5s by default, 1s to 1h",
            HelpName = "TIME",
            Validators = { ADuration },
        };
        var failOn = new Option<string[]>("--fail-on")
        {
            Description = "Fail when a line of the log holds this text, in capitals or not; can be given several times, and always comes on top of the usual faults",
            HelpName = "TEXT",
            Validators = { NotEmpty },
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask. A service that is critical, as all are by default, needs it" };
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "drill",
            "Prove that a service recovers: restart it a number of times and watch how it comes back",
            "Each restart is followed until the new run passes every check. Down time, memory and open descriptors are measured, and the log of each stop and\n"
            + "start is searched for tracebacks, \"Unclosed client session\", \"shutdown failed\", \"Address already in use\" and the like. It fails also where\n"
            + "descriptors grow while it is asked, and where something of the run before is left. The unit's start limit is never hit: it waits where needed.\n"
            + "A daemon leaves the service alone meanwhile. Exit code 0: passed; 1: failed; 2: unusable arguments or configuration; 3: not made, and why;\n"
            + "130: interrupted, after the restart that was under way.",
            "watchdog drill hermes-webui --restarts 10 --yes",
            "watchdog drill hello --fail-on deprecated --settle 30s")
        {
            service,
            restarts,
            settle,
            failOn,
            yes,
            json,
        };
        command.SetAction((result, cancel) => handler(
            new Options(
                result.GetValue(config),
                result.GetRequiredValue(service),
                result.GetValue(restarts),
                result.GetValue(settle) is { } text && Durations.TryParse(text, out var time) ? time : s_defaultSettle,
                [.. result.GetValue(failOn) ?? []],
                result.GetValue(yes),
                result.GetValue(json)),
            cancel));
        return command;
    }

    private static void ACount(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var count) && count is >= 1 and <= MostRestarts))
            result.AddError($"--restarts needs a number from 1 to {MostRestarts}, not '{text}'");
    }

    private static void ADuration(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(Durations.TryParse(text, out var time) && time >= s_shortest && time <= s_longest))
            result.AddError($"--settle needs a time such as 5s or 1m, 1s to 1h, not '{text}'");
    }

    private static void NotEmpty(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError("--fail-on needs a text to look for");
    }
}
