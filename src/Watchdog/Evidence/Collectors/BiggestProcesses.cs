using System.Globalization;
using System.Text;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>The processes of the machine that use most, by two looks.</summary>
internal static class BiggestProcesses
{
    private const int MostProcesses = 32_768;
    private const int Told = 10;

    /// <summary>Cannot block.</summary>
    public static Dictionary<int, ProcStat> Look(string proc)
    {
        var all = new Dictionary<int, ProcStat>();
        foreach (var name in Folder.Read(proc, MostProcesses).Folders)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ProcStat.Read(proc, pid) is { } stat) all[pid] = stat;
        }

        return all;
    }

    public static string Text(IReadOnlyDictionary<int, ProcStat> first, IReadOnlyDictionary<int, ProcStat> second, TimeSpan span)
    {
        var text = new StringBuilder().AppendLine("biggest by resident memory:");
        foreach (var (pid, stat) in second.OrderByDescending(static one => one.Value.ResidentPages).ThenBy(static one => one.Key).Take(Told)) text.Append(CultureInfo.InvariantCulture, $"  pid {pid,-8} {Words.Size(stat.ResidentPages * Environment.SystemPageSize),10}  {stat.Name}").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"biggest by CPU in {Words.Span(span)}:").AppendLine();
        var used = second.Where(one => first.TryGetValue(one.Key, out var before) && before.StartTicks == one.Value.StartTicks)
            .Select(one => (Pid: one.Key, one.Value.Name, Share: (one.Value.Cpu - first[one.Key].Cpu) / span)).Where(static one => one.Share > 0);
        foreach (var (pid, name, share) in used.OrderByDescending(static one => one.Share).ThenBy(static one => one.Pid).Take(Told)) text.Append(CultureInfo.InvariantCulture, $"  pid {pid,-8} {share * 100,8:0} %  {name}").AppendLine();
        return text.ToString();
    }
}
