using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>
/// The processes of the unit: <c>processes.txt</c> (their tree, and what each thread does, by two looks a second apart), <c>proc.txt</c> (what the kernel tells of
/// each), <c>kernel-stacks.txt</c>, <c>descriptors.txt</c> and <c>sockets.txt</c>. Linux only.
/// </summary>
/// <param name="context">Whose.</param>
/// <param name="proc">Where proc is mounted.</param>
internal sealed class ProcessesCollector(CollectorContext context, string proc = "/proc") : ICollector
{
    private const int MostProcesses = 512;
    private const int MostDescriptors = 65_536;
    private const int MostKernelStacks = 2048;

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(1);

    /// <summary>For what may block, of all processes, and for the names that checks ask: the tree is not to be lost over them.</summary>
    private static readonly TimeSpan s_blocking = TimeSpan.FromSeconds(3), s_names = TimeSpan.FromSeconds(1);

    public string Name => "processes";

    public bool Freezes => false;

    /// <summary>Whether it is root who asks.</summary>
    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        ImmutableArray<int> pids = [.. subject.Processes.Take(MostProcesses)];
        var (first, begun) = (await TakeAsync(pids, cancel).ConfigureAwait(false), context.Time.GetTimestamp());
        if (first.Count == 0) return new Collected("it has no processes") { IsSkipped = true };

        var second = Task.Delay(s_span, context.Time, cancel);
        var denials = new Denials(IsRoot);
        var (holders, unseen) = await Task.Run(() => WriteDescriptors(first, files, denials), cancel).ConfigureAwait(false);
        var (sockets, cut) = await WriteSocketsAsync(first[0].Pid, holders, unseen, files, cancel).ConfigureAwait(false);
        var blocking = await ReadBlockingAsync(first, cancel).ConfigureAwait(false);
        await Task.Run(() => WriteFiles(first, blocking, files, denials), cancel).ConfigureAwait(false);
        await second.ConfigureAwait(false);
        var span = context.Time.GetElapsedTime(begun);
        var then = await TakeAsync(pids, cancel).ConfigureAwait(false);
        var text = new ProcessText(subject, context.Service.Secrets, UserNames.OfThisMachine(), span, proc);
        files.Append("processes.txt", text.Of(first, then, blocking));

        string[] problems = [.. Stuck(blocking), .. denials.Problems(), .. cut, .. Cut(subject, first)];
        return new Collected($"{text.Summary}; {sockets}", [.. problems]);
    }

    private Task<List<ProcessLook>> TakeAsync(ImmutableArray<int> pids, CancellationToken cancel) => Task.Run(() => ProcessLook.Take(proc, pids), cancel);

    /// <returns>Who holds each socket that was seen, and how many processes may hold others.</returns>
    private (Dictionary<long, int> Holders, int Unseen) WriteDescriptors(List<ProcessLook> processes, IBundleFiles files, Denials denials)
    {
        var holders = new Dictionary<long, int>();
        var unseen = 0;
        var text = new StringBuilder();
        var left = MostDescriptors;
        foreach (var process in processes.Where(static one => !one.IsOver))
        {
            var open = OpenDescriptors.Read(proc, process.Pid, left);
            left -= open.All.Length;
            if (open.Denied)
            {
                unseen++;
                denials.Add("descriptors", process.Pid);
                denials.Add("sockets", process.Pid);
            }

            foreach (var (_, target) in open.All)
            {
                if (LinkTarget.SocketIn(target) is { } inode) holders.TryAdd(inode, process.Pid);
            }

            DescriptorText.Append(text, $"pid {process.Pid} ({process.Stat.Name})", open, ProcessFacts.LimitIn(SmallFile.Read($"{proc}/{process.Pid}/limits")));
            if (left <= 0) break;
        }

        files.Append("descriptors.txt", text.ToString());
        return (holders, unseen);
    }

    private async Task<(string Summary, string[] Cut)> WriteSocketsAsync(int pid, Dictionary<long, int> holders, int unseen, IBundleFiles files, CancellationToken cancel)
    {
        var table = await Task.Run(() => SocketTable.Read(proc, pid), cancel).ConfigureAwait(false);
        var (text, count) = table.Of(holders);
        var asked = await CheckedAsync(holders, cancel).ConfigureAwait(false);
        if (unseen > 0) text += $"what {unseen} of its processes have open may not be seen: their sockets are missing here\n";
        if (asked.Length + text.Length > 0) files.Append("sockets.txt", asked + text);
        return (unseen == 0 ? $"{count} sockets" : count == 0 ? "sockets unseen" : $"{count} sockets, others unseen", table.IsCut ? ["the machine has more sockets than were read: some of the unit's may be missing"] : []);
    }

    private async Task<string> CheckedAsync(Dictionary<long, int> holders, CancellationToken cancel)
    {
        try
        {
            return await new CheckedListeners(context.Kernel).TextAsync(context.Service, holders, cancel).WaitAsync(s_names, context.Time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return "where the checks ask is not known: looking up a name took too long\n";
        }
    }

    private async Task<Dictionary<int, BlockingFiles>> ReadBlockingAsync(List<ProcessLook> processes, CancellationToken cancel)
    {
        var stacks = File.Exists($"{proc}/{processes[0].Pid}/task/{processes[0].Pid}/stack") ? MostKernelStacks : 0;
        var all = new Dictionary<int, BlockingFiles>();
        var began = context.Time.GetTimestamp();
        foreach (var process in processes.Where(static one => !one.IsOver))
        {
            if (context.Time.GetElapsedTime(began) > s_blocking)
            {
                all[process.Pid] = BlockingFiles.None;
                continue;
            }

            var read = await BlockingFiles.ReadAsync(context.Kernel.Expendable, proc, process.Pid, [.. process.Threads.Take(stacks).Select(static thread => thread.Id)], cancel).ConfigureAwait(false);
            stacks = read.Stacks.Any(static one => one.Stack is null) ? 0 : stacks - read.Stacks.Count;
            all[process.Pid] = read;
        }

        return all;
    }

    private void WriteFiles(List<ProcessLook> processes, Dictionary<int, BlockingFiles> blocking, IBundleFiles files, Denials denials)
    {
        var (text, stacks) = (new StringBuilder(), new StringBuilder());
        foreach (var process in processes.Where(static one => !one.IsOver))
        {
            var (pid, read) = (process.Pid, blocking[process.Pid]);
            var lives = ProcStat.Read(proc, pid) is not null and not { IsOver: true };
            Part("status", SmallFile.Read($"{proc}/{pid}/status"));
            Part("limits", SmallFile.Read($"{proc}/{pid}/limits"));
            if (!Part("io", read.Io) && lives && read.StuckAt.Length == 0) denials.Add("io", pid);
            if (!Part("smaps_rollup", read.Smaps) && lives && read.StuckAt.Length == 0) denials.Add("smaps_rollup", pid);
            foreach (var (thread, stack) in read.Stacks)
            {
                if (stack is not null) stacks.Append(CultureInfo.InvariantCulture, $"== pid {pid} ({process.Stat.Name}), tid {thread} ==\n{stack}");
                else if (lives) denials.AddKernelStacks();
            }

            bool Part(string name, string? content)
            {
                if (content is { Length: > 0 }) text.Append(CultureInfo.InvariantCulture, $"== pid {pid} ({process.Stat.Name}): {name} ==\n{content.TrimEnd()}\n");
                return content is not null;
            }
        }

        files.Append("proc.txt", text.ToString());
        if (stacks.Length > 0) files.Append("kernel-stacks.txt", stacks.ToString());
    }

    private static IEnumerable<string> Stuck(Dictionary<int, BlockingFiles> blocking)
    {
        foreach (var (pid, read) in blocking.Where(static one => one.Value.StuckAt is { Length: > 0 } and not BlockingFiles.NotAsked))
            yield return $"/proc/{pid}/{read.StuckAt} does not answer: the kernel holds a lock of pid {pid}";
        if (blocking.Count(static one => one.Value.StuckAt == BlockingFiles.NotAsked) is var left and > 0)
            yield return $"command line, io and smaps_rollup of {left} processes were not asked for: those of others took too long";
    }

    private static IEnumerable<string> Cut(Subject subject, List<ProcessLook> processes)
    {
        if (subject.Processes.Length >= MostProcesses) yield return $"it has {MostProcesses} processes or more; only the first {MostProcesses} were looked at";
        if (processes.Where(static one => one.ThreadsCut).Select(static one => one.Pid).ToArray() is { Length: > 0 } pids) yield return $"of pid {string.Join(", ", pids)} only the first {ThreadLook.Most} threads were looked at";
    }
}
