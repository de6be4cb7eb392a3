using System.Net;
using System.Runtime.InteropServices;
using Watchdog.Config;
using Watchdog.Diagnosing;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>Looks at the machine and at what is ours on it. Nothing is made or changed.</summary>
internal static class HostReader
{
    private const int ReadOnlyFileSystem = 30, MayWrite = 2;

    /// <summary>STA_UNSYNC of adjtimex(2); the status stands at 40 of struct timex on 64 bits.</summary>
    private const int Unsynchronised = 0x40, StatusAt = 40, TimexSize = 256;

    private static readonly string[] s_containerMarks = ["/run/systemd/container", "/.dockerenv", "/run/.containerenv"];

    public static HostFacts Read(WatchdogConfig? config, Directories directories, LockHolder? daemon, UserIds? @operator, KernelFacts kernel, TimeProvider time)
    {
        var sockets = kernel.Sockets.Listeners(new IPEndPoint(IPAddress.Loopback, 1));
        var hasUserUnits = config?.Services.Any(service => service.Manager is SystemdConfig { Scope: SystemdScope.User }) == true;
        return new HostFacts
        {
            Now = time.GetUtcNow(),
            IsLinux = OperatingSystem.IsLinux(),
            IsClockFree = IsClockFree(),
            NewestSaved = NewestIn([directories.States, directories.Journal]),
            Operator = @operator,
            IsOperatorUs = @operator?.Uid == Libc.UserId,
            Folders = [Look(directories.State), Look(directories.Runtime)],
            DescriptorLimit = DescriptorLimit(daemon),
            Services = config?.Services.Length ?? 0,
            Checks = config?.Services.Sum(service => service.Checks.Length) ?? 0,
            HasPressure = !OperatingSystem.IsLinux() || SmallFile.Read("/proc/pressure/cpu") is not null,
            SocketsUnseen = sockets.IsSeen || !OperatingSystem.IsLinux() ? "" : sockets.Unseen.Sentence,
            HasUserUnits = hasUserUnits,
            Lingers = hasUserUnits && OperatingSystem.IsLinux() && Libc.UserId != 0 ? File.Exists($"/var/lib/systemd/linger/{Environment.UserName}") : null,
            UserName = Environment.UserName,
        };
    }

    /// <summary>A container's clock is its host's to set.</summary>
    private static unsafe bool? IsClockFree()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || Array.Exists(s_containerMarks, File.Exists)) return null;

        // All zeros: nothing is set, only read.
        var time = stackalloc byte[TimexSize];
        new Span<byte>(time, TimexSize).Clear();
        return Syscalls.AdjustTime(time) < 0 ? null : (*(int*)(time + StatusAt) & Unsynchronised) != 0;
    }

    private static DateTimeOffset? NewestIn(string[] folders)
    {
        try
        {
            return folders.Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles()).Select(file => (DateTimeOffset?)file.LastWriteTimeUtc).Max();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;        // that the folder cannot be used is a finding of its own
        }
    }

    private static FolderFact Look(string folder)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { Length: > 0 } above) nearest = above;

        var mayWrite = Syscalls.Access(nearest, MayWrite) == 0;
        var isReadOnly = !mayWrite && Marshal.GetLastPInvokeError() == ReadOnlyFileSystem;
        try
        {
            var mode = File.GetUnixFileMode(nearest);
            return new FolderFact(nearest, nearest == folder, Libc.OwnerOf(nearest), (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0, isReadOnly, mayWrite, new DriveInfo(nearest).AvailableFreeSpace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new FolderFact(nearest, nearest == folder, null, false, isReadOnly, mayWrite, null);
        }
    }

    /// <summary>Of the daemon that runs; else what ours may be raised to, as the daemon's is.</summary>
    private static long? DescriptorLimit(LockHolder? daemon) => daemon is { Pid: > 0 } && ProcessFacts.LimitIn(SmallFile.Read($"/proc/{daemon.Pid}/limits")) is { } limit ? limit : OpenFiles.Read().Hard;
}
