using System.CommandLine;
using System.CommandLine.Parsing;

namespace Watchdog.Cli;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Arguments
{
    /// <summary>Understood by every command, before or after its name.</summary>
    public static Option<string?> Config() => new("--config")
    {
        Description = "The configuration file. Default: $CONFIGURATION_DIRECTORY/watchdog.json, /etc/service-watchdog/watchdog.json, "
            + "~/.config/service-watchdog/watchdog.json",
        HelpName = "FILE",
        Recursive = true,
        Validators = { NotEmpty },
    };

    public static Option<bool> Json() => new("--json") { Description = "Answer in JSON, for scripts" };

    public static Argument<string> Service() => new("SERVICE")
    {
        Description = "The service, by its name in the configuration",
        Validators = { NoOption },
    };

    public static Argument<string?> OptionalService() => new("SERVICE")
    {
        Description = "The service, by its name in the configuration; all when left out",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { NoOption },
    };

    public static Argument<string[]> Services() => new("SERVICE")
    {
        Description = "The services, by their names in the configuration; all when left out",
        Arity = ArgumentArity.ZeroOrMore,
        Validators = { NoOption },
    };

    public static Argument<string[]> SomeServices() => new("SERVICE")
    {
        Description = "The services, by their names in the configuration",
        Arity = ArgumentArity.OneOrMore,
        Validators = { NoOption },
    };

    internal static void NoOption(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(t => UsageError.LooksLikeOption(t.Value)))
            result.AddError($"unknown option '{token.Value}'");
    }

    private static void NotEmpty(OptionResult result)
    {
        if (result.Tokens is [{ Value: "" }])
            result.AddError("--config needs the path of a file");
    }
}
