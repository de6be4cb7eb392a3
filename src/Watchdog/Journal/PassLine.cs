using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Watchdog.Journal;

/// <summary>
/// A line that holds nothing but a run of passes, read from its bytes: nearly all lines of a journal are such. It takes exactly what <see cref="JournalLine"/>
/// writes; anything else is none, and left to the parser of all lines.
/// </summary>
internal ref struct PassLine
{
    /// <summary>A run of 10 min has no more, and one of a look a second not many.</summary>
    private const int MostCodes = 2 * LatencyScale.Buckets;

    private static readonly SearchValues<byte> s_plainNumber = SearchValues.Create("0123456789."u8);

    private ReadOnlySpan<byte> _left;

    public DateTimeOffset At;

    /// <summary>UTF-8, as are all names; without escapes.</summary>
    public ReadOnlySpan<byte> Service;

    public ReadOnlySpan<byte> Check;

    public int Count;

    public DateTimeOffset From;

    public DateTimeOffset To;

    public TimeSpan Least;

    public TimeSpan Most;

    public double? Last;

    public double? Peak;

    /// <summary><see cref="Journal.Spread"/>, in the buffer that was given; empty where there is none.</summary>
    public ReadOnlySpan<int> Spread;

    /// <summary>Long enough for every line that is read here.</summary>
    public static int[] NewBuffer() => new int[MostCodes];

    public static bool TryRead(ReadOnlySpan<byte> line, Span<int> codes, out PassLine read)
    {
        read = default;
        read._left = line;
        return read.TryHead() && read.TryPasses(codes) && read.Take("}}"u8) && read._left.IsEmpty;
    }

    private bool TryHead() =>
        Take("{\"at\":"u8) && TakeTime(out At)
        && Take(",\"up\":"u8) && TakeSpan(out _)
        && Take(",\"service\":"u8) && TakeText(out Service)
        && Take(",\"decisions\":[],\"passes\":{"u8);

    private bool TryPasses(Span<int> codes) =>
        Take("\"check\":"u8) && TakeText(out Check)
        && Take(",\"count\":"u8) && TakeInt(out Count)
        && Take(",\"from\":"u8) && TakeTime(out From)
        && Take(",\"to\":"u8) && TakeTime(out To)
        && Take(",\"least\":"u8) && TakeSpan(out Least)
        && Take(",\"most\":"u8) && TakeSpan(out Most)
        && (!Take(",\"spread\":["u8) || TakeCodes(codes))
        && (!Take(",\"last\":"u8) || TakeNumber(out Last))
        && (!Take(",\"peak\":"u8) || TakeNumber(out Peak));

    private bool Take(ReadOnlySpan<byte> expected)
    {
        if (!_left.StartsWith(expected)) return false;
        _left = _left[expected.Length..];
        return true;
    }

    private bool TakeText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_left is not [(byte)'"', ..]) return false;

        var length = _left[1..].IndexOf((byte)'"');
        if (length < 0) return false;
        text = _left.Slice(1, length);
        _left = _left[(length + 2)..];
        return !text.Contains((byte)'\\') && !text.ContainsAnyInRange((byte)0, (byte)0x1f) && Utf8.IsValid(text);
    }

    private bool TakeTime(out DateTimeOffset time)
    {
        time = default;
        if (_left.Length < UtcConverter.Length + 2 || _left[0] != '"' || _left[UtcConverter.Length + 1] != '"') return false;

        var read = UtcText.TryRead(_left.Slice(1, UtcConverter.Length), out time);
        _left = _left[(UtcConverter.Length + 2)..];
        return read;
    }

    /// <summary>Seconds with up to seven decimals; what JSON would not take (a leading zero, a lone point) is left to whoever says so.</summary>
    private bool TakeSpan(out TimeSpan span)
    {
        span = default;
        if (!TakeDigits(out var seconds, out _, most: 10)) return false;

        var ticks = 0L;
        if (Take("."u8))
        {
            if (!TakeDigits(out ticks, out var digits, most: 7, leadingZeros: true)) return false;
            for (; digits < 7; digits++) ticks *= 10;
        }

        span = new TimeSpan((seconds * TimeSpan.TicksPerSecond) + ticks);
        return IsAtEndOfNumber();
    }

    private bool TakeInt(out int value)
    {
        var taken = TakeDigits(out var digits, out _, most: 9) && IsAtEndOfNumber();
        value = (int)digits;
        return taken;
    }

    private bool TakeNumber(out double? value)
    {
        var length = _left.IndexOfAny((byte)',', (byte)'}');
        value = null;

        // Whole numbers and plain decimals; what else JSON takes, or does not (a zero in front, a point at the end), is rare here.
        if (length <= 0 || _left[0] is not (>= (byte)'1' and <= (byte)'9') || _left[length - 1] == '.' || _left[..length].ContainsAnyExcept(s_plainNumber)) return false;
        if (!Utf8Parser.TryParse(_left[..length], out double number, out var used) || used != length || !double.IsFinite(number)) return false;
        value = number;
        _left = _left[length..];
        return _left.Length > 0;
    }

    private bool TakeCodes(Span<int> codes)
    {
        var count = 0;
        if (Take("]"u8)) return true;
        do
        {
            var negative = Take("-"u8);
            if (count == codes.Length || !TakeInt(out var code)) return false;
            codes[count++] = negative ? -code : code;
        }
        while (Take(","u8));
        Spread = codes[..count];
        return Take("]"u8);
    }

    private bool TakeDigits(out long value, out int digits, int most, bool leadingZeros = false)
    {
        (value, digits) = (0, 0);
        while (digits < _left.Length && digits < most && _left[digits] is >= (byte)'0' and <= (byte)'9') value = (value * 10) + (_left[digits++] - '0');
        var fine = digits > 0 && (leadingZeros || digits == 1 || _left[0] != '0');
        _left = _left[digits..];
        return fine;
    }

    private readonly bool IsAtEndOfNumber() => _left is [(byte)',' or (byte)'}' or (byte)']', ..];
}
