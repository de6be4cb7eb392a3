using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>A thread at a moment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Stat">Its name, state and CPU.</param>
/// <param name="Wait">The kernel's function in which it waits (wchan); <c>-</c> where it does not wait, or we may not know.</param>
internal readonly record struct ThreadLook(int Id, ProcStat Stat, string Wait)
{
    /// <summary>Of a process: more tell nothing new, and a look at one costs some 20 µs.</summary>
    public const int Most = 512;

    public const string Nowhere = "-";

    /// <summary>At most <see cref="Most"/>, and whether there are more; none when the process is gone. Cannot block.</summary>
    public static (List<ThreadLook> Threads, bool Cut) Of(string proc, int pid)
    {
        var folder = $"{proc}/{pid}/task";
        var names = Folder.Read(folder, Most + 1).Names;
        var threads = new List<ThreadLook>(names.Count);
        foreach (var name in names.Take(Most))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcStat.Read(folder, id) is { } stat) threads.Add(new ThreadLook(id, stat, WaitIn($"{folder}/{id}/wchan")));
        }

        return (threads, names.Count > Most);
    }

    private static string WaitIn(string file) => SmallFile.Read(file)?.Trim() is { Length: > 0 } place and not "0" ? place : Nowhere;
}
