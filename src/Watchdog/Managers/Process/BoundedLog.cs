using System.Globalization;
using System.Text;

namespace Watchdog.Managers;

/// <summary>
/// A child's output: at most <c>name.log</c> and <c>name.log.1</c> of <see cref="MaxBytes"/> each, readable by our user alone, and written no faster than
/// <see cref="OutputRate"/> has it.
/// </summary>
internal sealed class BoundedLog(string path, TimeProvider time, ILogger logger) : IDisposable
{
    public const long MaxBytes = 4L << 20;

    private readonly Lock _writing = new();
    private readonly OutputRate _rate = new();
    private FileStream? _file;
    private bool _failing;
    private bool _disposed;

    /// <summary>Never throws: what cannot be written is dropped, and said once. A full disk must not block the child.</summary>
    /// <returns>False when more comes than is kept: whoever reads need not hurry.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        lock (_writing)
        {
            if (_disposed) return true;
            var wasFlood = _rate.IsFlood;
            if (!_rate.Admits(bytes.Length, time.GetElapsedTime(0)))
            {
                if (!wasFlood) Log.ChildOutputFloods(logger, path);
                return false;
            }

            NoteDropped();
            TryWrite(bytes);
            return true;
        }
    }

    /// <summary>Where something was dropped, and nothing came since: says so.</summary>
    public void Settle()
    {
        lock (_writing)
        {
            if (!_disposed) NoteDropped();
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            if (!_disposed) NoteDropped();
            _disposed = true;
            CloseFile();
        }
    }

    private void NoteDropped()
    {
        if (_rate.TakeDropped() is > 0 and var dropped) TryWrite(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[{dropped} bytes dropped by watchdog: more than 1 MiB/s]\n")));
    }

    private void TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            WriteOrThrow(bytes);
            _failing = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CloseFile();
            if (!_failing) Log.ChildOutputLost(logger, path, failure.Message);
            _failing = true;
        }
    }

    private void WriteOrThrow(ReadOnlySpan<byte> bytes)
    {
        _file ??= Open(FileMode.Append);
        if (_file.Length > 0 && _file.Length + bytes.Length > MaxBytes)
        {
            CloseFile();
            File.Move(path, path + ".1", overwrite: true);
            _file = Open(FileMode.Create);
        }

        _file.Write(bytes);
    }

    /// <summary>Unbuffered: what a child wrote just before it died is what one wants to read.</summary>
    private FileStream Open(FileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private void CloseFile()
    {
        _file?.Dispose();
        _file = null;
    }
}
