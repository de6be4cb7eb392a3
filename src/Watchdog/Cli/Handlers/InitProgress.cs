using Watchdog.Core;

namespace Watchdog.Cli.Handlers;

/// <summary>What is under way, on the last line of a terminal; nothing where there is none.</summary>
internal sealed class InitProgress(TextWriter output, bool isTerminal)
{
    private const string EraseLine = "\r\e[K";

    public void Say(string text)
    {
        if (isTerminal) output.Write(EraseLine + Words.Line(text) + " …");
    }

    public void Clear()
    {
        if (isTerminal) output.Write(EraseLine);
    }
}
