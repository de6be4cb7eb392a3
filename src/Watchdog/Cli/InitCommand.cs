using System.CommandLine;
using System.CommandLine.Parsing;
using Watchdog.Config;

namespace Watchdog.Cli;

/// <summary><c>watchdog init [--unit NAME] [--output FILE] [--measure 1m]</c></summary>
internal static class InitCommand
{
    private static readonly TimeSpan s_default = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Unit">The one that is asked for, or null for all.</param>
    /// <param name="Output">Where to, <c>-</c> for standard output; null for the configuration file.</param>
    /// <param name="Measure">How long; zero for not at all.</param>
    public sealed record Options(string? Config, string? Unit, string? Output, TimeSpan Measure);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var unit = new Option<string?>("--unit")
        {
            Description = "Only this unit of systemd, job of launchd or program of supervisord; where a configuration exists already, its part is printed, to be put in by hand",
            HelpName = "NAME",
            Validators = { NotEmpty },
        };
        var output = new Option<string?>("--output")
        {
            Description = "Where to write, - for standard output. Default: the configuration file",
            HelpName = "FILE",
            Validators = { NotEmpty },
        };
        var measure = new Option<string?>("--measure")
        {
            Description = "How long memory and answers are measured, to propose limits: 1m by default, 0 for not at all, 1h at most",
            HelpName = "TIME",
            Validators = { ADuration },
        };
        var command = new ExampleCommand(
            "init",
            "Look at the services of this machine and draft a configuration",
            "It asks what listens on a port for its health (GET only, over the loopback, one question at a time), writes down what it learns with the\n"
            + "reason for each line, and changes nothing else. A file that exists is never overwritten.\n"
            + "Exit code 0: written; 1: nothing was found, or the file exists; 2: unusable arguments.",
            "sudo watchdog init",
            "watchdog init --unit hermes-webui --output -")
        {
            unit,
            output,
            measure,
        };
        command.SetAction((result, cancel) => handler(
            new Options(result.GetValue(config), result.GetValue(unit), result.GetValue(output), TryRead(result.GetValue(measure), out var time) ? time : s_default), cancel));
        return command;
    }

    private static bool TryRead(string? text, out TimeSpan time)
    {
        time = default;
        return text is "0" || (text is not null && Durations.TryParse(text, out time));
    }

    private static void ADuration(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(TryRead(text, out var time) && time <= s_longest))
            result.AddError($"--measure needs a time such as 1m or 30s, 0 to {Durations.Format(s_longest)}, not '{text}'");
    }

    private static void NotEmpty(OptionResult result)
    {
        if (result.Tokens is [{ Value: "" }]) result.AddError($"{result.Option.Name} needs a value");
    }
}
