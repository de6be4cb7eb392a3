using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>What listens and is not in the draft.</summary>
/// <param name="What">Its unit, or its process, with its ports: <c>ssh.service (0.0.0.0:22)</c>.</param>
/// <param name="Why">And what to do.</param>
internal sealed record LeftOut(string What, string Why)
{
    public override string ToString() => $"{What}: {Why}";

    public static LeftOut Of(string name, IEnumerable<OpenPort> ports, string why)
    {
        const int Most = 4;
        var shown = Words.Some([.. ports.Select(port => port.Bound.ToString()).Distinct()], Most);
        return new LeftOut(shown.Length > 0 ? $"{Quoted.Line(name)} ({shown})" : Quoted.Line(name), why);
    }
}
