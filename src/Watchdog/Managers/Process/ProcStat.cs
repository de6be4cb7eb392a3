using System.Globalization;

namespace Watchdog.Managers;

/// <summary>What we need of <c>/proc/PID/stat</c> (proc(5)); reading it never blocks, not even on a stuck process.</summary>
/// <param name="Group">Process group.</param>
/// <param name="StartTicks">Start time in clock ticks since boot.</param>
/// <param name="ResidentPages">Resident memory in pages.</param>
internal readonly record struct ProcStat(int Group, long StartTicks, long ResidentPages)
{
    /// <returns>Null when there is no such process, or no <c>/proc</c>.</returns>
    public static ProcStat? Read(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The name stands in parentheses and may itself hold any character: what counts comes after the last one.</summary>
    internal static ProcStat? Parse(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22) return null;
        if (!int.TryParse(fields[2], CultureInfo.InvariantCulture, out var group)) return null;
        if (!long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start)) return null;
        if (!long.TryParse(fields[21], CultureInfo.InvariantCulture, out var pages)) return null;
        return new ProcStat(group, start, pages);
    }
}
