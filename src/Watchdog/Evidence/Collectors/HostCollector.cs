using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Logs;
using Watchdog.Managers.Systemd;

namespace Watchdog.Evidence.Collectors;

/// <summary>The machine around the service, in <c>host.txt</c>: load, pressure, memory, disks, the biggest processes, what the kernel has killed for lack of memory. Linux only.</summary>
/// <param name="context">Whose.</param>
/// <param name="journal">Where the kernel's lines are.</param>
/// <param name="proc">Where proc is mounted.</param>
/// <param name="cgroups">Where cgroups are mounted.</param>
internal sealed class HostCollector(CollectorContext context, KernelJournal journal, string proc = "/proc", string cgroups = "/sys/fs/cgroup") : ICollector
{
    private const string File = "host.txt";

    /// <summary>Where it is not known when the service was well.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_disk = TimeSpan.FromSeconds(1);

    private static readonly string[] s_memory = ["MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SwapTotal", "SwapFree", "Dirty", "Writeback", "AnonPages", "Shmem", "Slab", "SUnreclaim", "KernelStack", "PageTables", "Committed_AS", "CommitLimit", "HugePages_Total"];

    private readonly Aside _aside = new(context.Time);

    /// <summary>Root is shown all of the journal: where it has nothing of the kernel, there is nothing.</summary>
    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    public string Name => "host";

    public bool Freezes => false;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var (first, begun) = (await Task.Run(() => BiggestProcesses.Look(proc), cancel).ConfigureAwait(false), context.Time.GetTimestamp());
        var pause = Task.Delay(s_span, context.Time, cancel);
        files.Append(File, Machine() + Group(subject.Unit?.ControlGroup ?? ""));
        var problems = new List<string>();
        files.Append(File, await DisksAsync(subject.MainPid, problems, cancel).ConfigureAwait(false));
        var (killed, count) = await KilledAsync(subject, problems, cancel).ConfigureAwait(false);
        if (count > 0) files.Append(File, killed);
        await pause.ConfigureAwait(false);
        var span = context.Time.GetElapsedTime(begun);
        var second = await Task.Run(() => BiggestProcesses.Look(proc), cancel).ConfigureAwait(false);
        files.Append(File, BiggestProcesses.Text(first, second, span));
        return new Collected($"{Supervision.Host.HostPressure.Words(proc)}{(count > 0 ? $"; the kernel has killed for lack of memory ({count} lines)" : "")}", [.. problems]);
    }

    private string Machine()
    {
        var text = new StringBuilder();
        text.Append("kernel: ").AppendLine(Words.Line(SmallFile.Read($"{proc}/version")?.Trim() ?? "?", 200));
        if (SmallFile.Read($"{proc}/uptime")?.Split(' ') is [var up, ..] && double.TryParse(up, CultureInfo.InvariantCulture, out var seconds)) text.Append("up: ").AppendLine(Words.Span(TimeSpan.FromSeconds(seconds)));
        text.Append("load: ").AppendLine(SmallFile.Read($"{proc}/loadavg")?.Trim() ?? "?");
        foreach (var what in (ReadOnlySpan<string>)["cpu", "memory", "io"])
        {
            if (SmallFile.Read($"{proc}/pressure/{what}") is { } pressure) text.Append(CultureInfo.InvariantCulture, $"pressure of {what}: {pressure.Trim().Replace("\n", "; ", StringComparison.Ordinal)}").AppendLine();
        }

        foreach (var line in (SmallFile.Read($"{proc}/meminfo") ?? "").Split('\n').Where(static line => s_memory.Contains(line.Split(':')[0]))) text.AppendLine(line);
        return text.ToString();
    }

    /// <summary>What the unit's control group has had of the machine. Nothing where it has none, or on cgroup v1.</summary>
    private string Group(string group)
    {
        if (group.Trim('/').Length == 0 || group.Split('/').Contains("..")) return "";
        var text = new StringBuilder();
        foreach (var name in (ReadOnlySpan<string>)["memory.events", "memory.current", "memory.max", "memory.high", "memory.swap.current", "memory.pressure", "cpu.stat", "cpu.max", "cpu.pressure", "io.pressure", "pids.current", "pids.max", "cgroup.events"])
        {
            if (SmallFile.Read($"{cgroups}/{group.Trim('/')}/{name}") is { Length: > 0 } content) text.Append(CultureInfo.InvariantCulture, $"{name} of its control group: {content.Trim().Replace("\n", ", ", StringComparison.Ordinal)}").AppendLine();
        }

        return text.ToString();
    }

    private async Task<string> DisksAsync(int pid, List<string> problems, CancellationToken cancel)
    {
        var text = new StringBuilder();
        string?[] folders = [context.StateFolder, "/", "/var", "/tmp", pid > 0 ? LinkTarget.Read($"{proc}/{pid}/cwd") : null];
        foreach (var folder in folders.OfType<string>().Distinct())
        {
            // A dead network disk answers nobody.
            var isAsked = new StrongBox<bool>();
            var answer = await context.Kernel.Expendable.AskAsync(() => Ask(folder, isAsked), s_disk, cancel).ConfigureAwait(false);
            if (answer is null) problems.Add(Volatile.Read(ref isAsked.Value) ? $"the disk of {folder} does not answer" : $"the disk of {folder} was not asked: other reads that may hang were under way");
            else if (answer.Space is { } space) text.AppendLine(Line(folder, space));
        }

        return text.ToString();
    }

    private static Answer Ask(string folder, StrongBox<bool> isAsked)
    {
        Volatile.Write(ref isAsked.Value, true);
        return new Answer(FileSystemSpace.Of(folder));
    }

    private static string Line(string folder, FileSystemSpace space)
    {
        var files = space.TotalFiles > 0 ? string.Create(CultureInfo.InvariantCulture, $", {space.FreeFiles} of {space.TotalFiles} inodes free") : "";
        return $"disk of {folder}: {Words.Size(space.Free)} of {Words.Size(space.Total)} free{files}";
    }

    private async Task<(string Text, int Count)> KilledAsync(Subject subject, List<string> problems, CancellationToken cancel)
    {
        var since = subject.LogSince ?? subject.Now.Utc - s_recent;
        var lines = await _aside.AskAsync(token => journal.OutOfMemory(since, token) is { } read ? new LogLines(read, token.IsCancellationRequested) { IsHidden = read.IsEmpty && !IsRoot && !journal.ShowsAny() } : null, cancel).ConfigureAwait(false);
        if (lines is null) problems.Add("what the kernel has killed for lack of memory is not known: the system's journal cannot be read");
        else if (lines.IsPart) problems.Add("what the kernel has killed for lack of memory is known in part: the system's journal takes long to read");
        else if (lines.IsHidden) problems.Add("what the kernel has killed for lack of memory is not known: the journal shows us no line of the kernel: run this as root, or as a member of systemd-journal");
        if (lines is null or { All.IsEmpty: true }) return ("", 0);

        var text = new StringBuilder().AppendLine("killed by the kernel for lack of memory:");
        foreach (var line in lines.All) text.Append(CultureInfo.InvariantCulture, $"  {line.At:yyyy-MM-dd HH:mm:ss} {line.Text}").AppendLine();
        return (text.ToString(), lines.All.Length);
    }

    private sealed record Answer(FileSystemSpace? Space);

    private sealed record LogLines(ImmutableArray<Managers.LogLine> All, bool IsPart)
    {
        public bool IsHidden { get; init; }
    }
}
