using System.Runtime.InteropServices;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>
/// What stands in a folder of the kernel's. Not through .NET's enumeration, which looks behind every link: behind one in <c>/proc/PID/fd</c> may lie
/// a dead network disk, and the look would hang.
/// </summary>
/// <param name="Names">Of the entries, without <c>.</c> and <c>..</c>.</param>
/// <param name="Folders">Those of them that are folders.</param>
/// <param name="Denied">We may not look.</param>
internal sealed record Folder(List<string> Names, List<string> Folders, bool Denied)
{
    private const byte FolderType = 4;

    /// <summary>At most the first <paramref name="most"/> entries; none when there is no such folder. Never throws.</summary>
    public static unsafe Folder Read(string path, int most)
    {
        var read = new Folder([], [], false);
        if (!OperatingSystem.IsLinux()) return read;
        var folder = Syscalls.OpenFolder(path);
        if (folder == 0) return read with { Denied = Marshal.GetLastPInvokeError() is Syscalls.AccessDenied or Syscalls.NotPermitted };

        try
        {
            while (read.Names.Count < most && Syscalls.ReadFolder(folder) is var entry && entry != null) read.Add(entry);
            return read;
        }
        finally
        {
            _ = Syscalls.CloseFolder(folder);
        }
    }

    /// <summary>Adds a struct dirent: d_type stands at 18, the name at 19.</summary>
    private unsafe void Add(byte* entry)
    {
        var name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19));
        if (name is "." or "..") return;
        Names.Add(name);
        if (entry[18] == FolderType) Folders.Add(name);
    }
}
