using System.Diagnostics;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

/// <summary>A file system of 64 KiB that can be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    public static SmallDisk Mount(string folder)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Libc.UserId == 0, "only root on Linux can mount a small tmpfs");
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", folder) == 0, "a tmpfs cannot be mounted here");
        return new SmallDisk(folder);
    }

    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Assert.Throws<IOException>(() => { for (var written = 0; written < 1 << 20; written++) file.WriteByte(0); });
    }

    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", _folder);

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        return process.ExitCode;
    }
}
