using System.Text;
using Microsoft.Win32.SafeHandles;
using Watchdog.Kernel;

namespace Watchdog.Managers.Logs;

/// <summary>
/// A file from where it ends now. It is held open, so that what goes into it before it is rotated is read as well, and then the new one of its name from its
/// beginning. (Of several rotations in between, the files in the middle are missed: a stop and a start would have to fill them.)
/// </summary>
internal sealed class GrowingFile
{
    /// <summary>Of each file: as much as one that we bound ourselves can hold.</summary>
    private const int MostBytes = 4 << 20;

    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly long _end;
    private readonly string? _problem;

    /// <summary>A file that is not there yet may come. Blocks where the disk does.</summary>
    public GrowingFile(string path)
    {
        _path = path;
        try
        {
            _file = Open();
            _end = _file is null ? 0 : RandomAccess.GetLength(_file);
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            _problem = failure.Message;
        }
    }

    /// <summary>What has come since, once: then it is closed. Blocks where the disk does.</summary>
    public LogRead Read()
    {
        if (_problem is not null) return Unreadable(_problem);
        try
        {
            using (_file) return ReadOrThrow();
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            return Unreadable(failure.Message);
        }
    }

    private LogRead ReadOrThrow()
    {
        // Asked first: what is rotated after that is not the old file's any more when it is read.
        var wasReplaced = !IsStillThere();
        var old = _file is null ? new LogRead([]) : Since(_file, _end);
        if (!wasReplaced) return old;

        using var next = Open();
        return next is null ? old : old.And(Since(next, 0));
    }

    private LogRead Since(SafeFileHandle file, long from)
    {
        var length = RandomAccess.GetLength(file);
        var wasCut = length < from;
        if (wasCut) from = 0;
        var bytes = new byte[Math.Min(length - from, MostBytes)];
        var read = new LogRead(LogText.Lines(Encoding.UTF8.GetString(bytes.AsSpan(0, RandomAccess.Read(file, bytes, from)))));
        if (wasCut) return read with { Unseen = new("log-cut", $"{_path} was emptied meanwhile: what stood there before that was not searched") };
        return length - from <= MostBytes ? read : read with { Unseen = new("log-long", $"only the first {MostBytes >> 20} MiB of {_path} since a stop were searched") };
    }

    private bool IsStillThere()
    {
        if (_file is null) return false;
        if (!OperatingSystem.IsLinux()) return File.Exists(_path) && File.GetCreationTimeUtc(_path) == File.GetCreationTimeUtc(_file);

        var (here, ours) = (FileId.Of(_path), FileId.Of($"/proc/self/fd/{_file.DangerousGetHandle()}"));
        return here is { } a && ours is { } b && (a.Inode, a.Device) == (b.Inode, b.Device);
    }

    /// <returns>Null when it is not there.</returns>
    private SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private LogRead Unreadable(string why) => LogRead.NotSeen("log-unreadable", $"{_path} cannot be read ({why}): run this as root, or as who owns it, to have it searched");

    /// <summary>NotSupported: a pipe, which has no length.</summary>
    private static bool IsOfDisk(Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException;
}
