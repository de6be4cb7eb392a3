using System.Text;

namespace Watchdog.Notify;

/// <summary>Text as a vendor takes it: escaped, and cut with an ellipsis where it is too long.</summary>
internal static class Fitted
{
    private const char Ellipsis = '…';

    /// <summary>At most <paramref name="most"/> characters (UTF-16, which is never fewer than any vendor counts), escapes included and never cut apart.</summary>
    /// <param name="text">Any.</param>
    /// <param name="most">1 or more.</param>
    /// <param name="escape">What stands for a character; null for itself.</param>
    public static string To(string text, int most, Func<Rune, string?>? escape = null) => To(text, most, escape, static piece => piece.Length);

    /// <summary>At most <paramref name="most"/> bytes of UTF-8.</summary>
    public static string ToBytes(string text, int most) => To(text, most, null, Encoding.UTF8.GetByteCount);

    /// <summary>As one line: what stands in a header or a title.</summary>
    public static string Line(string text, int most) => To(Core.Words.Line(text, int.MaxValue).Trim(), most);

    private static string To(string text, int most, Func<Rune, string?>? escape, Func<string, int> size)
    {
        var fitted = new StringBuilder(Math.Min(text.Length, most));
        var used = 0;
        var room = most - size("…");
        var cut = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = escape?.Invoke(rune) ?? rune.ToString();
            used += size(piece);
            if (used > most) return fitted.Remove(cut, fitted.Length - cut).Append(Ellipsis).ToString();

            fitted.Append(piece);
            if (used <= room) cut = fitted.Length;
        }

        return fitted.ToString();
    }
}
