using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>A thread of a process.</summary>
/// <param name="State">As in <see cref="ProcStat"/>.</param>
/// <param name="Cpu">Used since it began, in steps of 10 ms.</param>
/// <param name="Waited">For a CPU, since it began (the second number of schedstat): on a machine with more to do than it can, one that spins gets but a part.</param>
internal readonly record struct ThreadFacts(int Id, char State, TimeSpan Cpu, TimeSpan Waited = default)
{
    /// <summary>More tell nothing new; a look at one costs some 10 µs.</summary>
    private const int Most = 512;

    /// <summary>The first 512 of a process; none when it is gone.</summary>
    public static IEnumerable<ThreadFacts> Of(int pid)
    {
        foreach (var name in Folder.Read($"/proc/{pid}/task", Most).Names)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcStat.ReadThread(pid, id) is { } stat) yield return new ThreadFacts(id, stat.State, stat.Cpu, WaitedIn(SmallFile.Read($"/proc/{pid}/task/{id}/schedstat")));
        }
    }

    /// <summary>The second of its three numbers, in nanoseconds; none where the kernel does not count it.</summary>
    internal static TimeSpan WaitedIn(string? schedstat) =>
        schedstat?.Split(' ') is [_, var waited, ..] && long.TryParse(waited, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) ? TimeSpan.FromTicks(nanoseconds / 100) : default;
}
