using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>
/// The stacks of the unit's processes by the tools that are there, each in a file of its own: <c>stacks-gdb.txt</c>. There are two of it: one for the tools that hold a
/// process still, one for those that the process itself answers.
/// </summary>
/// <param name="freezes">Which.</param>
/// <param name="chosen">The tools that may be used; null for whatever is there.</param>
/// <param name="detector">Tells what runs a process.</param>
/// <param name="runner">Runs them.</param>
/// <param name="time">For deadlines.</param>
internal sealed class StacksCollector(bool freezes, IReadOnlyList<string>? chosen, RuntimeDetector detector, ProcessRunner runner, TimeProvider time) : ICollector
{
    /// <summary>The main process and the first of its workers: what one waits for the others mostly wait for.</summary>
    private const int MostProcesses = 4;

    private readonly StoppedCare _care = new(time);

    /// <summary>The best for each runtime first.</summary>
    public ImmutableArray<StackTool> Tools { get; init; } = StackTools.All;

    /// <summary>Of each run of a tool.</summary>
    public RunLimits Limits { get; init; } = new(TimeSpan.FromSeconds(5)) { MaxOutput = 1 << 20, Grace = TimeSpan.FromMilliseconds(300) };

    public string Name => freezes ? "stacks" : "runtime-stacks";

    public bool Freezes => freezes;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var dumps = new Dumps();
        foreach (var pid in subject.Processes.Take(MostProcesses))
        {
            if (ProcStat.Read(pid) is not { IsOver: false } stat) continue;

            var runtime = await detector.OfAsync(pid, cancel).ConfigureAwait(false);
            foreach (var tool in Tools.Where(tool => tool.Freezes == freezes && tool.Fits(runtime)))
            {
                if (chosen?.Contains(tool.Program) == false)
                {
                    dumps.HasUnchosen = true;
                    continue;
                }

                var done = await TakeAsync(tool, pid, stat.Name, files, dumps, cancel).ConfigureAwait(false);
                // Two that hold it still would tell the same; both are wanted only where someone says so.
                if (done && chosen is null) break;
            }
        }

        return dumps.Told(freezes);
    }

    /// <returns>Whether it told something.</returns>
    private async Task<bool> TakeAsync(StackTool tool, int pid, string name, IBundleFiles files, Dumps dumps, CancellationToken cancel)
    {
        if (dumps.Missing.Contains(tool)) return false;
        var stopped = StoppedCare.IsStopped(pid);
        if (stopped && tool.IsAnswered)
        {
            dumps.Problems.Add($"{tool.Program} was not asked: pid {pid} is stopped, and would have to answer itself");
            return false;
        }

        var before = ProcessIdentity.OfLiving(pid);
        ProcessResult ended;
        try
        {
            ended = await runner.RunAsync(tool.Program, tool.Arguments(pid.ToString(CultureInfo.InvariantCulture), stopped), Limits, cancel).ConfigureAwait(false);
        }
        finally
        {
            if (tool.Freezes && !stopped && before is { } ran && await _care.LetGoAsync(ran).ConfigureAwait(false) is { } left)
            {
                dumps.Problems.Add($"{tool.Program}: {left}");
                dumps.Held = true;
            }
        }

        if (ended.IsMissing)
        {
            dumps.Missing.Add(tool);
            return false;
        }

        dumps.Held |= !IsDenied(ended);
        var text = ended.Output.Trim().Length > 0 ? ended.Output.TrimEnd() + "\n" : "";
        if (text.Length > 0) files.Append($"stacks-{Path.GetFileName(tool.Program)}.txt", $"== pid {pid} ({name}) ==\n{text}");
        if (ended.Output.Length >= Limits.MaxOutput) dumps.Problems.Add($"{tool.Program}: only the first {Limits.MaxOutput >> 10} KiB about pid {pid} were kept");
        if (IsDump(ended))
        {
            dumps.Taken.Add((tool, pid));
            return true;
        }

        dumps.Problems.Add($"{tool.Program} failed for pid {pid}: {Words.Line(ended.Complaint, 200)}{Hint(tool, ended)}");
        return false;
    }

    /// <summary>gdb ends with 0 also when it could not attach; each that could names frames, threads, or both.</summary>
    private static bool IsDump(ProcessResult ended) =>
        ended.Succeeded && (ended.Output.Contains("#0", StringComparison.Ordinal) || ended.Output.Contains("hread", StringComparison.Ordinal));

    private static string Hint(StackTool tool, ProcessResult ended)
    {
        if (tool.IsAnswered) return $" ({tool.Program} needs to run as the process's own user, and to see its /tmp)";
        return IsDenied(ended)
            ? Environment.IsPrivilegedProcess ? " (that takes CAP_SYS_PTRACE, which root lacks here)" : " (run as its user or root, or put deploy/stacks.conf beside our unit)"
            : "";
    }

    /// <summary>The kernel let the tool at no process: it held none.</summary>
    private static bool IsDenied(ProcessResult ended) =>
        !IsDump(ended) && (ended.Error.Contains("not permitted", StringComparison.OrdinalIgnoreCase) || ended.Error.Contains("Permission denied", StringComparison.OrdinalIgnoreCase));

    /// <summary>What came of it.</summary>
    private sealed class Dumps
    {
        public List<(StackTool Tool, int Pid)> Taken { get; } = [];

        public HashSet<StackTool> Missing { get; } = [];

        public List<string> Problems { get; } = [];

        /// <summary>Whether a tool may have held a process still.</summary>
        public bool Held { get; set; }

        /// <summary>Whether a tool that fits a process was not chosen.</summary>
        public bool HasUnchosen { get; set; }

        public Collected Told(bool freezes)
        {
            var install = Missing.Select(static tool => $"{tool.Program} is not installed ({tool.Install})").ToArray();
            if (Taken.Count > 0)
            {
                var tools = Taken.GroupBy(static one => one.Tool.Program).Select(static one => $"{one.Key} of pid {string.Join(", ", one.Select(static dump => dump.Pid))}");
                // What names the functions of the program's own language is worth having beside the frames of its interpreter.
                return new Collected($"stacks by {string.Join("; ", tools)}", [.. Problems, .. Missing.Where(static tool => tool.Runtime != RuntimeKind.Native).Select(static tool => $"{tool.Program} is not installed: {tool.Install} would give the program's own functions")]);
            }

            if (Problems.Count > 0) return new Collected("no stacks", [.. Problems, .. install]) { HeldNothing = !Held };
            var nothing = install.Length > 0 ? $"no stacks: {string.Join("; ", install)}"
                : HasUnchosen ? "evidence.stacks names no tool that fits it"
                : freezes ? "it has no processes"
                : "none of its processes is .NET's or Java's";
            return new Collected(nothing) { IsSkipped = true };
        }
    }
}
