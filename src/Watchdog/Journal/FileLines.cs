using Microsoft.Win32.SafeHandles;

namespace Watchdog.Journal;

/// <summary>A file's lines, from either end, in blocks: memory is bounded by the longest line.</summary>
internal sealed class FileLines : IDisposable
{
    private const int Block = 64 << 10;

    private readonly SafeFileHandle _file;
    private byte[] _buffer = new byte[Block];

    // The bytes of the file in the buffer: [_start, _end), the first of them at _offset in the file.
    private int _start;
    private int _end;
    private long _offset;
    private bool _begun;
    private bool _dropping;

    private FileLines(SafeFileHandle file) => _file = file;

    /// <summary>The line, without its newline; valid until the next move.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Lines that were passed over for their length.</summary>
    public int TooLong { get; private set; }

    /// <summary>Null when the file is gone.</summary>
    public static FileLines? TryOpen(string path)
    {
        try
        {
            return new FileLines(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>To the next line that is whole. Do not mix with <see cref="MoveBack"/>.</summary>
    public bool MoveOn()
    {
        var searched = _start;
        while (true)
        {
            var newline = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + newline - _start);
                _start = searched + newline + 1;
                searched = _start;
                if (TakeUnlessDropped(line)) return true;
                continue;
            }

            DropIfTooLong();
            searched = MakeRoom(atFront: false);
            var read = RandomAccess.Read(_file, _buffer.AsSpan(_end), _offset);
            if (read == 0) return false;
            _offset += read;
            _end += read;
        }
    }

    /// <summary>To the line before, at first the last one that is whole. Do not mix with <see cref="MoveOn"/>.</summary>
    public bool MoveBack()
    {
        if (!_begun) BeginAtEnd();
        var searchEnd = _end;
        while (true)
        {
            var newline = _buffer.AsSpan(_start, searchEnd - _start).LastIndexOf((byte)'\n');
            if (newline >= 0 || (_offset == 0 && _end > _start))
            {
                var from = newline >= 0 ? _start + newline + 1 : _start;
                var line = _buffer.AsMemory(from, _end - from);
                _end = newline >= 0 ? _start + newline : _start;
                searchEnd = _end;
                if (TakeUnlessDropped(line)) return true;
                continue;
            }

            if (_offset == 0) return false;
            DropIfTooLong();
            MakeRoom(atFront: true);
            searchEnd = _start;
            FillBefore();
        }
    }

    public void Dispose() => _file.Dispose();

    private bool TakeUnlessDropped(ReadOnlyMemory<byte> line)
    {
        Current = line;
        if (!_dropping) return true;
        _dropping = false;
        TooLong++;
        return false;
    }

    private void DropIfTooLong()
    {
        if (_end - _start <= JournalLine.MaxBytes) return;
        _dropping = true;
        _end = _start;
    }

    /// <summary>What follows the last newline is a line that is being written, or torn: not a line yet.</summary>
    private void BeginAtEnd()
    {
        _begun = true;
        _offset = RandomAccess.GetLength(_file);
        _start = _end = _buffer.Length;
        while (_offset > 0)
        {
            MakeRoom(atFront: true);
            FillBefore();
            var newline = _buffer.AsSpan(_start, _end - _start).LastIndexOf((byte)'\n');
            _end = newline >= 0 ? _start + newline : _start;
            if (newline >= 0) return;
        }
    }

    private void FillBefore()
    {
        var count = (int)Math.Min(Math.Min(_start, Block), _offset);
        RandomAccess.Read(_file, _buffer.AsSpan(_start - count, count), _offset - count);
        _start -= count;
        _offset -= count;
    }

    /// <summary>Moves what is held to one end of the buffer, which grows when less than half a block is free.</summary>
    /// <returns>Where what was held ends now.</returns>
    private int MakeRoom(bool atFront)
    {
        var held = _buffer.AsSpan(_start, _end - _start);
        var target = _buffer.Length - held.Length < Block / 2 ? new byte[_buffer.Length * 2] : _buffer;
        var to = atFront ? target.Length - held.Length : 0;
        held.CopyTo(target.AsSpan(to));
        (_buffer, _start, _end) = (target, to, to + held.Length);
        return _end;
    }
}
