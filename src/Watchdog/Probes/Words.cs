using System.Globalization;

namespace Watchdog.Probes;

/// <summary>Durations, sizes and foreign text as they stand in a sentence.</summary>
internal static class Words
{
    /// <summary><c>0.1 ms</c>, <c>250 ms</c>, <c>1.5 s</c>, <c>2 min</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 9.95 } => Number(time.TotalMilliseconds, "0.#", "ms"),
        { TotalMilliseconds: < 999.5 } => Number(time.TotalMilliseconds, "0", "ms"),
        { TotalSeconds: < 119.95 } => Number(time.TotalSeconds, "0.#", "s"),
        _ => Number(time.TotalMinutes, "0.#", "min"),
    };

    /// <summary><c>512 bytes</c>, <c>64 KiB</c>, <c>2000 MiB</c>, <c>2.1 GiB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        1 => "1 byte",
        < 1L << 10 => Number(bytes, "0", "bytes"),
        < 1L << 20 => Number(bytes / 1024.0, "0.#", "KiB"),
        < 1L << 31 => Number(bytes / 1048576.0, "0.#", "MiB"),
        _ => Number(bytes / 1073741824.0, "0.#", "GiB"),
    };

    /// <summary>Foreign text as one line without control characters, at most <paramref name="most"/> characters.</summary>
    public static string Line(string text, int most = 80)
    {
        var cut = text.Length > most ? text.AsSpan(0, most - 1) : text;
        var line = string.Concat(cut, text.Length > most ? "…" : "");
        return line.AsSpan().ContainsAnyInRange('\0', '\x1f') || line.Contains('\x7f')
            ? string.Create(line.Length, line, static (to, from) => Flatten(from, to))
            : line;
    }

    /// <summary>A URL without what may be secret: user, query and fragment.</summary>
    public static string Url(Uri url) => Line(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), 160);

    private static void Flatten(string from, Span<char> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsControl(from[i]) ? ' ' : from[i];
    }

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
