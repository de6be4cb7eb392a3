using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>What the processes of a service were at, between two looks.</summary>
/// <param name="Cpu">What all of them used together, in CPUs: 1 is one CPU all the time.</param>
/// <param name="BusiestThread">What the busiest thread, or process of many short ones, used; likewise.</param>
/// <param name="Processes">How many there are.</param>
/// <param name="Unseen">Why it could not be seen; empty otherwise.</param>
internal sealed record ActivityLook(ProcessActivity Activity, double Cpu = 0, double BusiestThread = 0, int Processes = 0, Reason Unseen = default)
{
    /// <summary>
    /// Of one CPU, in one thread or process: less than 1, since other work takes its share, and on a machine with more to do than it can, so does the time
    /// between our clock and the reading of a process's.
    /// </summary>
    private const double WholeCpu = 0.8;

    /// <summary>Of one CPU. In half a second, whose smallest step is 10 ms, that is none at all.</summary>
    private const double Nothing = 0.01;

    /// <summary>Judges what lies between two snapshots of the same processes.</summary>
    /// <param name="first">The earlier one.</param>
    /// <param name="second">The later one.</param>
    /// <param name="mainPid">The main process; 0 for none.</param>
    public static ActivityLook Between(ActivitySnapshot first, ActivitySnapshot second, int mainPid)
    {
        if (second.Processes.IsEmpty) return new ActivityLook(ProcessActivity.Gone);

        var pairs = Pairs(first, second);
        var seconds = Math.Max((second.At - first.At).TotalSeconds, 0.001);
        var total = pairs.Sum(pair => Used(pair.Before.Stat.Cpu, pair.After.Stat.Cpu)) / seconds;
        var busiest = pairs.Select(BusiestOf).DefaultIfEmpty().Max() / seconds;
        return new ActivityLook(Judge(pairs, second, mainPid, total, busiest), total, busiest, second.Processes.Length);
    }

    /// <summary>A debugger or strace holds a process for moments, and a disk makes it wait: only what holds in both looks counts.</summary>
    private static ProcessActivity Judge(List<(ProcessSample Before, ProcessSample After)> pairs, ActivitySnapshot second, int mainPid, double total, double busiest)
    {
        var main = pairs.Find(pair => pair.After.Pid == mainPid);
        if (main != default && IsStopped(main)) return ProcessActivity.Stopped;
        if (pairs.Count == second.Processes.Length && pairs.TrueForAll(IsStopped)) return ProcessActivity.Stopped;
        if (main != default && main.Before.Stat.State == 'D' && main.After.Stat.State == 'D') return ProcessActivity.Uninterruptible;
        if (busiest >= WholeCpu) return ProcessActivity.Burning;
        return total < Nothing && second.Processes.All(process => IsAsleep(process) || pairs.Exists(pair => pair.After.Pid == process.Pid && IsStopped(pair))) ? ProcessActivity.Idle : ProcessActivity.Working;
    }

    /// <summary>Those of both snapshots. A process id may have been given to another meanwhile; its start tells.</summary>
    private static List<(ProcessSample Before, ProcessSample After)> Pairs(ActivitySnapshot first, ActivitySnapshot second)
    {
        var before = first.Processes.ToDictionary(process => (process.Pid, process.Stat.StartTicks));
        return [.. second.Processes.Where(after => before.ContainsKey(Key(after))).Select(after => (before[Key(after)], after))];

        static (int Pid, long StartTicks) Key(ProcessSample process) => (process.Pid, process.Stat.StartTicks);
    }

    private static double BusiestOf((ProcessSample Before, ProcessSample After) pair)
    {
        var before = pair.Before.Threads.ToDictionary(thread => thread.Id);
        var threads = pair.After.Threads.Select(thread => before.TryGetValue(thread.Id, out var was) ? Used(was.Cpu, thread.Cpu) + Used(was.Waited, thread.Waited) : 0);
        return threads.Append(Used(pair.Before.Stat.Cpu, pair.After.Stat.Cpu)).Max();
    }

    /// <summary>Seconds.</summary>
    private static double Used(TimeSpan before, TimeSpan after) => Math.Max(0, (after - before).TotalSeconds);

    private static bool IsStopped((ProcessSample Before, ProcessSample After) pair) =>
        (pair.Before.Stat.State, pair.After.Stat.State) is ('T' or 't', 'T' or 't');

    private static bool IsAsleep(ProcessSample process) => process.Stat.State is 'S' or 'I' && process.Threads.All(thread => thread.State is 'S' or 'I');
}
