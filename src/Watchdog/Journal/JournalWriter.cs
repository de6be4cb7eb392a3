using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Watchdog.Config;

namespace Watchdog.Journal;

/// <summary>
/// JSON Lines, one file a day. One writer at a time (<see cref="StateLock"/>); readers need no leave. Any failure closes the file: the next line
/// opens it again and puts right what the failed one left behind.
/// </summary>
internal sealed class JournalWriter(string folder, JournalConfig keep, TimeProvider time, ILogger logger) : IJournal, IDisposable
{
    private const int KeptBuffer = 64 << 10;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _line = new(1024);
    private SafeFileHandle? _file;
    private DateOnly _day;
    private long _length;
    private int _unwritten;

    /// <summary>How long and how much is kept; counts from the next file on.</summary>
    public JournalConfig Keep { get; set; } = keep;

    public bool Append(JournalEntry entry, bool durable)
    {
        lock (_gate)
        {
            try
            {
                _line.ResetWrittenCount();
                JournalLine.Write(_unwritten > 0 ? entry with { Missing = _unwritten } : entry, _line);
                if (_line.WrittenCount > JournalLine.MaxBytes)
                    throw new IOException($"an entry of {_line.WrittenCount} bytes for {entry.Service} is over 1 MiB");

                Write(OpenFor(Today()), durable);
                SayWritten();
                return true;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Abandon();
                if (_unwritten++ == 0) Log.JournalUnwritten(logger, folder, failure.Message);
                return false;
            }
            finally
            {
                if (_line.Capacity > KeptBuffer) _line = new ArrayBufferWriter<byte>(1024);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate) Close();
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private void Write(SafeFileHandle file, bool durable)
    {
        RandomAccess.Write(file, _line.WrittenSpan, _length);
        if (durable) RandomAccess.FlushToDisk(file);
        _length += _line.WrittenCount;
    }

    private SafeFileHandle OpenFor(DateOnly day)
    {
        if (_file is not null && !File.Exists(JournalFiles.Of(folder, _day))) Reappear();
        if (_file is not null && _day == day && _length + _line.WrittenCount <= Keep.MaxSize / 2) return _file;
        var newDay = _file is null || _day != day;
        Close();
        var path = JournalFiles.Of(folder, day);
        if (!newDay || (File.Exists(path) && new FileInfo(path).Length > Keep.MaxSize / 2)) KeepAsEarlier(path, day);
        Open(path);
        _day = day;
        Sweep(path);
        return _file!;
    }

    /// <summary>What is written to a file that was deleted is lost, and no write would tell.</summary>
    private void Reappear()
    {
        Close();
        Log.JournalRemoved(logger, folder);
        AtomicFile.CreateFolder(folder);
    }

    private void Open(string path)
    {
        if (File.Exists(path))
        {
            if (TornTail.SetAside(path, time.GetUtcNow()) is { } aside) Log.JournalTorn(logger, path, aside);
        }
        else
        {
            if (!Directory.Exists(folder)) AtomicFile.CreateFolder(folder);
            AtomicFile.CreateEmpty(path);
            Libc.SyncDirectory(folder);
        }

        _file = Libc.OpenForAppend(path);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>A day that alone outgrows half of the room: with its earlier half and this one, all stays within it.</summary>
    private void KeepAsEarlier(string path, DateOnly day)
    {
        var earlier = JournalFiles.EarlierOf(folder, day);
        File.Move(path, earlier, overwrite: true);
        Log.JournalDayTooLarge(logger, earlier, Keep.MaxSize);
    }

    /// <summary>Retention is housekeeping: that it fails is said, and the line is written all the same.</summary>
    private void Sweep(string current)
    {
        try
        {
            JournalFiles.Sweep(folder, current, _day.AddDays(-Keep.KeepDays), Keep.MaxSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.JournalNotSwept(logger, folder, failure.Message);
        }
    }

    /// <summary>A line of which only a part found room is nobody's: it was reported as not written.</summary>
    private void Abandon()
    {
        try
        {
            if (_file is not null) RandomAccess.SetLength(_file, _length);
        }
        catch (IOException failure)
        {
            Log.JournalNotCut(logger, folder, failure.Message);
        }

        Close();
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void SayWritten()
    {
        if (_unwritten == 0) return;
        Log.JournalWrittenAgain(logger, _unwritten);
        _unwritten = 0;
    }
}
