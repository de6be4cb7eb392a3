using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>A thread of a process.</summary>
/// <param name="State">As in <see cref="ProcStat"/>.</param>
/// <param name="Cpu">Used since it began, in steps of 10 ms.</param>
internal readonly record struct ThreadFacts(int Id, char State, TimeSpan Cpu)
{
    /// <summary>More tell nothing new; a look at one costs some 10 µs.</summary>
    private const int Most = 512;

    /// <summary>The first 512 of a process; none when it is gone.</summary>
    public static IEnumerable<ThreadFacts> Of(int pid)
    {
        foreach (var name in Folder.Read($"/proc/{pid}/task", Most).Names)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcStat.Read(pid, id) is { } stat) yield return new ThreadFacts(id, stat.State, stat.Cpu);
        }
    }
}
