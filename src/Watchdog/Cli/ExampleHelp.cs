using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Watchdog.Cli;

/// <summary>The library's help, and the command's examples below it.</summary>
internal sealed class ExampleHelp(HelpAction inner) : SynchronousCommandLineAction
{
    // 'watchdog why --help' lacks its argument and is right all the same.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not ExampleCommand command)
            return code;

        var output = parseResult.InvocationConfiguration.Output;
        if (command.Details is { } details)
            output.WriteLine(details + Environment.NewLine);
        output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in command.Examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        return code;
    }
}
