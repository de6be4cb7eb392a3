using System.Collections.Immutable;
using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>What a process has open, by the links in <c>/proc/PID/fd</c>: those of our own user, and of all with CAP_SYS_PTRACE (for the links) and CAP_DAC_READ_SEARCH (for the folder).</summary>
/// <param name="All">Number and target: <c>/var/log/web.log</c>, <c>socket:[12345]</c>, <c>anon_inode:[eventfd]</c>.</param>
/// <param name="Denied">We may not look.</param>
/// <param name="Cut">There are more.</param>
internal sealed record OpenDescriptors(ImmutableArray<(int Number, string Target)> All, bool Denied, bool Cut)
{
    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="pid">Whose.</param>
    /// <param name="most">How many are read.</param>
    public static OpenDescriptors Read(string proc, int pid, int most)
    {
        var folder = $"{proc}/{pid}/fd";
        var entries = Folder.Read(folder, most + 1);
        var all = ImmutableArray.CreateBuilder<(int, string)>(entries.Names.Count);
        foreach (var name in entries.Names.Take(most))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && LinkTarget.Read($"{folder}/{name}") is { } target) all.Add((number, target));
        }

        // In a container the folder may be open to us, and each link in it closed.
        var denied = entries.Denied || (all.Count == 0 && entries.Names.Count > 0);
        return new OpenDescriptors([.. all.OrderBy(one => one.Item1)], denied, entries.Names.Count > most);
    }
}
