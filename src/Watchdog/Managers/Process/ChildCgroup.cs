using System.Diagnostics;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>A control group that holds one child and all that it starts, and nothing else. Nothing of it throws.</summary>
/// <param name="root">Where cgroup v2 is mounted.</param>
/// <param name="path">Below it.</param>
internal sealed class ChildCgroup(string root, string path)
{
    /// <summary>Killed processes leave it at once, but those that hang in the kernel. An empty group that stays costs next to nothing.</summary>
    private static readonly TimeSpan s_emptyWithin = TimeSpan.FromSeconds(1);

    private const int MostBelow = 1024;
    private const int WaitMilliseconds = 10;

    /// <summary><c>/system.slice/service-watchdog.service/child-web-4711-81203</c></summary>
    public string Path => path;

    private string Folder => root + path;

    /// <summary>Makes it and puts the process into it; nothing is left behind where that cannot be done.</summary>
    public bool TryMake(string pid)
    {
        if (!Try(() => Directory.CreateDirectory(Folder))) return false;
        if (TryTake(pid)) return true;
        Try(() => Directory.Delete(Folder));
        return false;
    }

    /// <summary>Puts one more process into it.</summary>
    public bool TryTake(string pid) => Try(() => Write("cgroup.procs", pid));

    /// <summary>Kills whoever is left in it, and removes it. Blocks for about a second where somebody does not end.</summary>
    public void End()
    {
        var began = Stopwatch.GetTimestamp();
        while (Directory.Exists(Folder))
        {
            Kill();
            if (Try(() => Remove(Folder)) || Stopwatch.GetElapsedTime(began) > s_emptyWithin) return;
            Thread.Sleep(WaitMilliseconds);
        }
    }

    private void Kill()
    {
        if (Try(() => Write("cgroup.kill", "1"))) return;

        // Before Linux 5.14: one by one, and again for those they start meanwhile.
        foreach (var pid in new Cgroups(root).Processes(path)) _ = Processes.Kill(pid, Libc.SigKill);
    }

    /// <summary>With those that the child has made below it; the kernel removes none that holds a process.</summary>
    private static void Remove(string folder)
    {
        foreach (var name in Kernel.Folder.Read(folder, MostBelow).Folders) Remove($"{folder}/{name}");
        Directory.Delete(folder);
    }

    private void Write(string file, string text)
    {
        using var stream = new FileStream($"{Folder}/{file}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    private static bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
