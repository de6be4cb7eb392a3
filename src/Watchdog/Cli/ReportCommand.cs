using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog report [SERVICE] [--since AGO] [--json|--markdown|--html] [--output FILE]</c></summary>
internal static class ReportCommand
{
    public enum Form
    {
        Text,
        Json,
        Markdown,
        Html,
    }

    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Name; null means all.</param>
    /// <param name="Since">As <see cref="HistoryCommand.Options"/> has it.</param>
    /// <param name="As">How it is written.</param>
    /// <param name="Output">The file to write; null or <c>-</c>: standard output.</param>
    public sealed record Options(string? Config, string? Service, string Since, Form As, string? Output);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.OptionalService();
        var since = new Option<string>("--since")
        {
            Description = "The period until now: a duration (24h, 7d), or its beginning as a date (2026-11-20)",
            HelpName = "WHEN",
            DefaultValueFactory = _ => "24h",
        };
        var json = Arguments.Json();
        var markdown = new Option<bool>("--markdown") { Description = "In Markdown" };
        var html = new Option<bool>("--html") { Description = "As one HTML page that needs nothing else" };
        var output = new Option<string?>("--output") { Description = "Write it to this file", HelpName = "FILE" };
        var command = new ExampleCommand(
            "report",
            "Availability, incidents, restarts and near misses, from the journal",
            "The worst first. Availability is the share of the watched time; what was paused, stopped or not seen is left out, and said.",
            "watchdog report --since 7d",
            "watchdog report hermes-webui --html --output report.html")
        {
            service,
            since,
            json,
            markdown,
            html,
            output,
        };
        command.Validators.Add(result =>
        {
            if (((Option<bool>[])[json, markdown, html]).Count(result.GetValue) > 1) result.AddError("--json, --markdown and --html exclude each other: give one of them");
        });
        command.SetAction((result, cancel) => handler(
            new Options(
                result.GetValue(config),
                result.GetValue(service),
                result.GetValue(since)!,
                result.GetValue(json) ? Form.Json : result.GetValue(markdown) ? Form.Markdown : result.GetValue(html) ? Form.Html : Form.Text,
                result.GetValue(output)),
            cancel));
        return command;
    }
}
