using System.CommandLine;
using System.CommandLine.Parsing;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Cli;

/// <summary><c>watchdog pause SERVICE… [--for 30m] [--reason TEXT] [-- COMMAND…]</c></summary>
internal static class PauseCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Services">Names, one at least.</param>
    /// <param name="For">How long at most; null for the default.</param>
    /// <param name="Reason">For people, or null.</param>
    /// <param name="Command">Program and arguments; empty for none.</param>
    public sealed record Options(string? Config, IReadOnlyList<string> Services, TimeSpan? For, string? Reason, IReadOnlyList<string> Command);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        // No option is refused here: behind -- they are the command's.
        var words = new Argument<string[]>("SERVICE") { Description = "The services, by their names in the configuration", Arity = ArgumentArity.OneOrMore };
        var length = new Option<string?>("--for")
        {
            Description = "How long: 30m by default, with a command 4h at most by default; 1s to 7d",
            HelpName = "TIME",
            Validators = { ADuration },
        };
        var reason = new Option<string?>("--reason") { Description = "What for, as status and the journal tell it", HelpName = "TEXT" };
        var command = new ExampleCommand(
            "pause",
            "Do nothing to services for a time, or while a command runs",
            "With -- COMMAND they are paused exactly while it runs; the exit code is then the command's, 125 when they could not be paused (and it was\n"
            + "not run), 126 when it cannot be run, 127 when it is not there. A command that takes longer than --for (default 4h) is no longer waited for.",
            "watchdog pause hermes-webui --for 1h --reason migration",
            "watchdog pause hermes-webui postgres -- make deploy")
        {
            words,
            length,
            reason,
        };
        command.SetAction(async (result, cancel) =>
        {
            var all = result.GetValue(words) ?? [];
            var services = all[..^UsageError.BehindDashes(result)];
            if (services.Length == all.Length && UsageError.HasDashes(result))
            {
                await result.InvocationConfiguration.Error.WriteLineAsync("watchdog pause: there is no command after the --; without --, the services are paused for a time");
                return ExitCode.Unusable;
            }

            if (services.Length > 0 && !services.Any(UsageError.LooksLikeOption))
            {
                var time = result.GetValue(length) is { } text && Durations.TryParse(text, out var parsed) ? parsed : (TimeSpan?)null;
                return await handler(new Options(result.GetValue(config), services, time, result.GetValue(reason), all[services.Length..]), cancel);
            }

            await result.InvocationConfiguration.Error.WriteLineAsync(
                services.Length > 0 ? UsageError.Describe(result) : "watchdog pause: name a service before the --; see 'watchdog pause --help'");
            return ExitCode.Unusable;
        });
        return command;
    }

    internal static void ADuration(OptionResult result)
    {
        if (result.Tokens is not [{ Value: var text }]) return;
        if (!Durations.TryParse(text, out var time) || !PauseRules.IsLength(time))
        {
            result.AddError($"--for needs a time such as 30m or 1h30m, 1s to {Durations.Format(PauseRules.Longest)}, not '{text}'");
        }
    }
}
