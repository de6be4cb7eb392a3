namespace Watchdog.Journal;

/// <summary>Reads what <see cref="UtcConverter"/> writes, at a fraction of what a parser of all forms takes.</summary>
internal static class UtcText
{
    /// <param name="text">As long as <see cref="UtcConverter.Length"/> says.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'.', _, _, _, _, _, _, _, (byte)'Z']) return false;
        if (Digits(text[..4]) is not (>= 1 and var year) || Digits(text.Slice(5, 2)) is not (>= 1 and <= 12 and var month)) return false;
        if (Digits(text.Slice(8, 2)) is not (>= 1 and var day) || day > DateTime.DaysInMonth(year, month)) return false;
        if (Digits(text.Slice(11, 2)) is not (>= 0 and < 24 and var hour) || Digits(text.Slice(14, 2)) is not (>= 0 and < 60 and var minute)) return false;
        if (Digits(text.Slice(17, 2)) is not (>= 0 and < 60 and var second) || Digits(text.Slice(20, 7)) is not (>= 0 and var ticks)) return false;

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>-1 when it is no number.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9') return -1;
            value = (value * 10) + (character - '0');
        }

        return value;
    }
}
