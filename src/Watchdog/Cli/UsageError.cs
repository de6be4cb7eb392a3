using System.CommandLine;
using System.CommandLine.Parsing;
using Watchdog.Config.Reading;

namespace Watchdog.Cli;

/// <summary>What is wrong with the arguments, in one line that says what to do.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var name = Name(command);
        return $"{name}: {Problem(result, command)}; see '{name} --help'";
    }

    /// <summary>As it is typed: <c>watchdog tasks stop</c>.</summary>
    private static string Name(Command command) =>
        command is RootCommand ? "watchdog" : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Name(parent) : "watchdog")} {command.Name}";

    private static string Problem(ParseResult result, Command command)
    {
        if (UnknownOption(result, command) is { } option)
            return $"unknown option '{Shown(option)}'{DidYouMean(option, OptionNames(result))}";

        if (result.UnmatchedTokens is [var word, ..])
            return command is RootCommand
                ? $"unknown command '{Shown(word)}'{DidYouMean(word, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}"
                : $"'{Shown(word)}' is one argument too many";

        if (command is RootCommand)
            return "say what to do, for example 'watchdog check'";

        // The library's sentence, without its full stop: ours goes on.
        return Shown(result.Errors[0].Message).TrimEnd('.');
    }

    // An unknown option is taken for an argument where the command has any: 'check --jsn' would be a service of that name.
    private static string? UnknownOption(ParseResult result, Command command) =>
        command is RootCommand && result.UnmatchedTokens is [var first, ..] && !LooksLikeOption(first)
            ? null
            : result.UnmatchedTokens.Concat(ArgumentTokens(result)).FirstOrDefault(LooksLikeOption);

    private static IEnumerable<string> ArgumentTokens(ParseResult result) =>
        result.CommandResult.Command.Arguments.SelectMany(a => result.GetResult(a)?.Tokens.Select(t => t.Value) ?? []).SkipLast(BehindDashes(result));

    /// <summary>How many words stand behind <c>--</c>: those are nobody's options.</summary>
    public static int BehindDashes(ParseResult result) =>
        result.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count() is var count && count < result.Tokens.Count ? count : 0;

    public static bool HasDashes(ParseResult result) => result.Tokens.Any(token => token.Type == TokenType.DoubleDash);

    public static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-';

    private static IEnumerable<string> OptionNames(ParseResult result)
    {
        var own = result.CommandResult.Command.Options;
        var inherited = result.RootCommandResult.Command.Options.Where(o => o.Recursive);
        return own.Concat(inherited).Where(o => !o.Hidden).Select(o => o.Name).Distinct();
    }

    private static string DidYouMean(string word, IEnumerable<string> candidates) =>
        Nearest.To(word.Split('=')[0], candidates) is { } nearest ? $" (did you mean '{nearest}'?)" : "";

    // One line stays one line, whatever was typed.
    private static string Shown(string text)
    {
        var shown = text.Length <= 200 ? text : text[..200] + "…";
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
