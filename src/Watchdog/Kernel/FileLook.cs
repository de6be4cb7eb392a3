using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>What lies at a path: kind, mode and owner. Links are followed.</summary>
/// <param name="State">Whether it is there.</param>
/// <param name="Mode">Its st_mode.</param>
/// <param name="Uid">Its owner.</param>
/// <param name="Gid">Its group.</param>
/// <param name="HasAcl">It has an access list, so that the mode is not the whole truth.</param>
internal readonly record struct FileLook(FileState State, int Mode = 0, uint Uid = 0, uint Gid = 0, bool HasAcl = false)
{
    private const int CurrentFolder = -100, NoEntry = 2, NotAFolder = 20;
    private const uint KindModeOwner = 0x1 | 0x2 | 0x8 | 0x10;

    public bool IsFolder => (Mode & 0xf000) == 0x4000;

    public bool IsFile => (Mode & 0xf000) == 0x8000;

    /// <summary>Of the path and every folder above it, the root first, up to the first that is not there. Linux only; elsewhere nothing is seen.</summary>
    public static ImmutableArray<FileLook> Along(string path)
    {
        var steps = ImmutableArray.CreateBuilder<FileLook>();
        foreach (var step in Prefixes(path))
        {
            steps.Add(Of(step));
            if (steps[^1].State != FileState.There) break;
        }

        return steps.ToImmutable();
    }

    internal static IEnumerable<string> Prefixes(string path)
    {
        yield return "/";
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] == '/' && path[i - 1] != '/') yield return path[..i];
            else if (i == path.Length - 1 && path[i] != '/') yield return path;
        }
    }

    private static unsafe FileLook Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return new FileLook(FileState.Unseen);

        // struct statx is 256 bytes; stx_uid stands at 20, stx_gid at 24, stx_mode at 28.
        var buffer = stackalloc byte[256];
        if (Syscalls.Statx(CurrentFolder, path, 0, KindModeOwner, buffer) != 0)
            return new FileLook(Marshal.GetLastPInvokeError() is NoEntry or NotAFolder ? FileState.Missing : FileState.Unseen);

        var hasAcl = Syscalls.GetAttribute(path, "system.posix_acl_access", null, 0) > 0;
        return new FileLook(FileState.There, *(ushort*)(buffer + 28), *(uint*)(buffer + 20), *(uint*)(buffer + 24), hasAcl);
    }
}

/// <summary>Whether something is at a path.</summary>
internal enum FileState
{
    /// <summary>We may not look.</summary>
    Unseen,

    There,

    Missing,
}
