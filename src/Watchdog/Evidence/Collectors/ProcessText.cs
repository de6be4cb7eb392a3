using System.Globalization;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>The processes of a unit and what their threads did between two looks, for people.</summary>
/// <param name="subject">Whose.</param>
/// <param name="secrets">Those of the configuration, kept out of command lines.</param>
/// <param name="users">Who is who.</param>
/// <param name="span">Between the looks.</param>
/// <param name="proc">Where proc is mounted.</param>
internal sealed class ProcessText(Subject subject, Secrets secrets, UserNames users, TimeSpan span, string proc)
{
    /// <summary>Characters of a command line.</summary>
    private const int MostOfCommand = 1000;

    /// <summary>Of one CPU: a thread that uses more is worth a word in the summary.</summary>
    private const double Busy = 0.8;

    private const int MostRemarks = 3;

    private readonly TimeSpan _asleep = SleepClock.Asleep();

    /// <summary><c>3 processes, 41 threads; pid 812 (python3) is stopped</c></summary>
    public string Summary { get; private set; } = "";

    public string Of(IReadOnlyList<ProcessLook> first, IReadOnlyList<ProcessLook> second, IReadOnlyDictionary<int, BlockingFiles> blocking)
    {
        var later = second.ToDictionary(static one => one.Pid);
        var text = new StringBuilder();
        var remarks = new List<string>();
        foreach (var (process, depth) in ProcessLook.AsTree(first))
        {
            // A number may have been given to another process meanwhile; its start tells.
            var then = later.GetValueOrDefault(process.Pid) is { } found && found.Stat.StartTicks == process.Stat.StartTicks ? found : null;
            remarks.AddRange(Remarks(process, then));
            AppendProcess(text, new string(' ', depth * 2), process, then, blocking.GetValueOrDefault(process.Pid));
        }

        var threads = first.Sum(static one => one.Threads.Count);
        Summary = $"{Count(first.Count, "process", "processes")}, {Count(threads, "thread", "threads")}{string.Concat(remarks.Take(MostRemarks).Select(static remark => $"; {remark}"))}{(remarks.Count > MostRemarks ? "; …" : "")}";
        return text.ToString();
    }

    private void AppendProcess(StringBuilder text, string indent, ProcessLook process, ProcessLook? then, BlockingFiles? read)
    {
        var stat = process.Stat;
        text.Append(CultureInfo.InvariantCulture, $"{indent}pid {process.Pid} ({stat.Name}): {StateOf(stat.State)}{(then is null ? ", ended meanwhile" : then.Stat.State != stat.State ? $", then {StateOf(then.Stat.State)}" : "")}");
        text.Append(CultureInfo.InvariantCulture, $", {Share(stat, then?.Stat)} of a CPU, user {User(process.Pid)}, since {StartedAt(stat):yyyy-MM-dd HH:mm:ss} UTC, parent {stat.Parent}, {stat.Threads} threads, {Words.Size(stat.ResidentPages * Environment.SystemPageSize)} resident").AppendLine();
        if (Command(read) is { } command) text.Append(indent).Append("    ").AppendLine(command);
        foreach (var thread in process.Threads)
        {
            var after = Same(thread, then);
            var wait = after is { } now && now.Wait != thread.Wait ? $"{thread.Wait}, then {now.Wait}" : thread.Wait;
            text.Append(CultureInfo.InvariantCulture, $"{indent}    tid {thread.Id,-8} {thread.Stat.State}{after?.Stat.State ?? '-'} {Share(thread.Stat, after?.Stat),6}  {wait,-24} {thread.Stat.Name}").AppendLine();
        }
    }

    private string? Command(BlockingFiles? read) => CommandLines.Line(read?.Command, secrets, MostOfCommand);

    private IEnumerable<string> Remarks(ProcessLook process, ProcessLook? then)
    {
        var whose = $"pid {process.Pid} ({process.Stat.Name})";
        if (process.IsOver) yield return $"{whose} has ended and was not waited for (a zombie)";
        else if (then is null) yield return $"{whose} ended meanwhile";
        else if (process.Threads.Find(thread => Used(thread.Stat, Same(thread, then)?.Stat) >= Busy) is { Id: > 0 } busy) yield return $"tid {busy.Id} of {whose} uses {Share(busy.Stat, Same(busy, then)?.Stat)} of a CPU";
        else if (IsIn(process, then, 'T')) yield return $"{whose} is stopped";
        else if (IsIn(process, then, 't')) yield return $"{whose} is held by a debugger";
        else if (process.Threads.FindAll(thread => thread.Stat.State == 'D' && then.Threads.Exists(one => one.Id == thread.Id && one.Stat.State == 'D')) is { Count: > 0 } stuck) yield return $"{whose} waits for a disk or driver in {Count(stuck.Count, "thread", "threads")} ({stuck[0].Wait})";
    }

    private static ThreadLook? Same(ThreadLook thread, ProcessLook? then) =>
        then?.Threads.Find(one => one.Id == thread.Id && one.Stat.StartTicks == thread.Stat.StartTicks) is { Id: > 0 } same ? same : null;

    /// <summary>Of one CPU; null where it is not known.</summary>
    private double? Used(ProcStat before, ProcStat? after) => after is { } now ? Math.Max(0, (now.Cpu - before.Cpu) / span) : null;

    private string Share(ProcStat before, ProcStat? after) => Used(before, after) is { } used ? string.Create(CultureInfo.InvariantCulture, $"{used * 100:0} %") : "?";

    /// <summary>The first of four in <c>Uid:	33	33	33	33</c>.</summary>
    private string User(int pid)
    {
        foreach (var line in (SmallFile.Read($"{proc}/{pid}/status") ?? "").Split('\n'))
        {
            if (line.Split('\t') is ["Uid:", var uid, ..] && uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var user)) return users.Of(user);
        }

        return "?";
    }

    /// <summary>By its age: the start is told as time since boot.</summary>
    private DateTime StartedAt(ProcStat stat) => (subject.Now.Utc - (subject.Now.Uptime + _asleep - stat.StartedAt)).UtcDateTime;

    private static bool IsIn(ProcessLook process, ProcessLook then, char state) => process.Stat.State == state && then.Stat.State == state;

    private static string StateOf(char state) => state switch
    {
        'R' => "runs",
        'S' => "sleeps",
        'D' => "waits for a disk or driver",
        'T' => "is stopped",
        't' => "is held by a debugger",
        'Z' => "has ended",
        'I' => "idles",
        _ => $"in state {state}",
    };

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
