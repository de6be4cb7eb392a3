using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>
/// What a process tells only by files that take a lock of it (its memory's, or that of an exec): reading them can block for ever when it is stuck. What was read
/// until then stays, and at which file it stuck is evidence itself.
/// </summary>
internal sealed class BlockingFiles
{
    /// <summary>Of a process with hundreds of GiB, smaps_rollup takes this long.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(1);

    private volatile string _at = "";
    private volatile string? _command;
    private volatile string? _io;
    private volatile string? _smaps;
    private volatile List<(int Thread, string? Stack)> _stacks = [];

    /// <summary>As the file has it.</summary>
    public string? Command => _command;

    public string? Io => _io;

    public string? Smaps => _smaps;

    /// <summary>Of the kernel, by thread; null where it may not be read.</summary>
    public IReadOnlyList<(int Thread, string? Stack)> Stacks => _stacks;

    /// <summary>The file that did not answer; empty when all did. <see cref="NotAsked"/> when as many threads as may be lost were already.</summary>
    public string StuckAt { get; private set; } = "";

    public const string NotAsked = "not-asked";

    /// <summary>Nothing was read.</summary>
    public static BlockingFiles None { get; } = new() { StuckAt = NotAsked };

    /// <param name="reader">Of whose threads some may be lost.</param>
    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="pid">Whose.</param>
    /// <param name="threads">Whose kernel stacks are read.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    public static async ValueTask<BlockingFiles> ReadAsync(Expendable reader, string proc, int pid, IReadOnlyList<int> threads, CancellationToken cancel)
    {
        var files = new BlockingFiles();
        if (await reader.AskAsync(() => files.Read(proc, pid, threads), s_deadline, cancel).ConfigureAwait(false) is null)
            files.StuckAt = files._at is { Length: > 0 } at ? at : NotAsked;
        return files;
    }

    private BlockingFiles Read(string proc, int pid, IReadOnlyList<int> threads)
    {
        _io = File("io");
        foreach (var thread in threads)
        {
            var stack = File($"task/{thread}/stack");
            // A list of its own each time: whoever has given us up may be reading the one before.
            _stacks = [.. _stacks, (thread, stack)];
            if (stack is null) break;
        }

        _command = File("cmdline");
        _smaps = File("smaps_rollup");
        return this;

        string? File(string name)
        {
            _at = name;
            return SmallFile.Read($"{proc}/{pid}/{name}");
        }
    }
}
