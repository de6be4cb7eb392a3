using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Watchdog.Cli;

/// <summary>Prints <c>watchdog 0.1.0+27af3c6c</c>: the version, and the commit it was built from where that is known.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static string Text { get; } = Short(
        typeof(ShowVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine("watchdog " + Text);
        return ExitCode.Fine;
    }

    private static string Short(string version) =>
        version.IndexOf('+') is var plus and >= 0 && version.Length > plus + 9 ? version[..(plus + 9)] : version;
}
