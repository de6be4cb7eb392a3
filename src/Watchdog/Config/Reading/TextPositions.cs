using System.Text;

namespace Watchdog.Config.Reading;

/// <summary>Turns a byte offset in UTF-8 text into a line and a column, both from 1.</summary>
internal sealed class TextPositions
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<int> _lineStarts = [0];

    // Where the last question ended: a file may be one line of 4 MiB, and counting each token from its start would take minutes.
    private int _countedTo;
    private int _column = 1;

    public TextPositions(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var span = text.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] == '\n') _lineStarts.Add(i + 1);
        }
    }

    public (int Line, int Column) At(long offset)
    {
        var at = (int)Math.Clamp(offset, 0, _text.Length);
        var found = _lineStarts.BinarySearch(at);
        var line = found >= 0 ? found : ~found - 1;
        if (_countedTo > at || _countedTo < _lineStarts[line])
        {
            _countedTo = _lineStarts[line];
            _column = 1;
        }

        _column += Characters(_text.Span[_countedTo..at]);
        _countedTo = at;
        return (line + 1, _column);
    }

    /// <summary>The offset of a place that a reader names by line (from 0) and byte.</summary>
    public long OffsetOf(long line, long byteInLine) => _lineStarts[(int)Math.Clamp(line, 0, _lineStarts.Count - 1)] + byteInLine;

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out _, out var length);
            utf8 = utf8[length..];
            count++;
        }

        return count;
    }
}
