using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Watchdog.Config;

/// <summary>Durations as people write them: <c>"500ms"</c>, <c>"15s"</c>, <c>"1h30m"</c>, <c>"1d"</c>; whole numbers, the largest unit first.</summary>
public static partial class Durations
{
    /// <summary>The form, as the JSON schema gives it.</summary>
    internal const string Pattern = "^(?=[0-9])([0-9]{1,7}d)?([0-9]{1,7}h)?([0-9]{1,7}m)?([0-9]{1,7}s)?([0-9]{1,7}ms)?$";

    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Form().Match(text);
        if (!match.Success || match.Length != text.Length) return false;
        long milliseconds = 0;
        for (var i = 0; i < Units.Length; i++)
        {
            var part = match.Groups[i + 1].ValueSpan;
            if (part.IsEmpty) continue;
            milliseconds += long.Parse(part[..^Units[i].Unit.Length], CultureInfo.InvariantCulture) * Units[i].Milliseconds;
        }

        duration = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    /// <summary>The shortest text that reads as the same: <c>1h30m</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var left = (long)duration.TotalMilliseconds;
        if (left == 0) return "0s";
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (left / milliseconds > 0) text.Append(CultureInfo.InvariantCulture, $"{left / milliseconds}{unit}");
            left %= milliseconds;
        }

        return text.ToString();
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Form();
}
