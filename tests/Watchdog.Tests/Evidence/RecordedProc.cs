namespace Watchdog.Tests.Evidence;

/// <summary>A tree as Linux keeps it under /proc, of what was recorded on 6.18, x64.</summary>
internal sealed class RecordedProc : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("watchdog-proc-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>A process with its main thread, which sleeps in <c>do_epoll_wait</c>.</summary>
    public void Process(int pid, string name, int parent, char state = 'S', string command = "", string wait = "do_epoll_wait")
    {
        Write($"{pid}/stat", Stat(pid, name, state, parent));
        Write($"{pid}/status", $"Name:\t{name}\nState:\t{state}\nPid:\t{pid}\nUid:\t33\t33\t33\t33\n");
        Write($"{pid}/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 524288               files     \n");
        Write($"{pid}/cmdline", command.Replace(' ', '\0') + "\0");
        Write($"{pid}/io", "rchar: 4096\nwchar: 12\n");
        Write($"{pid}/smaps_rollup", "55d0c0a5e000-7ffd6b5f9000 ---p 00000000 00:00 0                          [rollup]\nRss:                9876 kB\nPss:                1234 kB\n");
        Thread(pid, pid, name, state, wait);
    }

    public void Thread(int pid, int thread, string name, char state = 'S', string wait = "futex_wait_queue")
    {
        Write($"{pid}/task/{thread}/stat", Stat(thread, name, state, 1));
        Write($"{pid}/task/{thread}/wchan", wait);
    }

    public void Open(int pid, int number, string target)
    {
        Directory.CreateDirectory(Path.Combine(Root, $"{pid}/fd"));
        File.CreateSymbolicLink(Path.Combine(Root, $"{pid}/fd/{number}"), target);
    }

    public void Write(string file, string content)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static string Stat(int pid, string name, char state, int parent) =>
        $"{pid} ({name}) {state} {parent} {pid} {pid} 0 -1 4194560 2219 0 0 0 150 50 0 0 20 0 2 0 1000 22069248 2469 18446744073709551615 1 1 0 0 0 0 0 16781312 2 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
}
