using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>What asking for a dump takes, whoever manages the process.</summary>
internal static class DumpSignals
{
    /// <summary>For what it writes: the stacks of a large JVM take about a second.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    public static string Name(DumpSignal signal) => $"SIG{signal.ToString().ToUpperInvariant()}";

    public static int Number(DumpSignal signal) => signal switch
    {
        DumpSignal.Usr1 => OperatingSystem.IsMacOS() ? 30 : 10,
        DumpSignal.Quit => 3,
        _ => 6,
    };

    /// <summary>A stopped process gets it only when it goes on, so that there is nothing to wait for. Reading stat never blocks.</summary>
    public static bool IsStopped(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat.LastIndexOf(')') is > 0 and var name && name + 2 < stat.Length && stat[name + 2] is 'T' or 't';
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return false;       // hidden from us: it is waited for
        }
    }
}
