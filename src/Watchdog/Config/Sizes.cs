using System.Globalization;
using System.Text.RegularExpressions;

namespace Watchdog.Config;

/// <summary>Sizes as systemd writes them, in powers of 1024: <c>"64K"</c>, <c>"2000M"</c>, <c>"1.5GiB"</c>; without a unit, bytes.</summary>
public static partial class Sizes
{
    /// <summary>The form, as the JSON schema gives it.</summary>
    internal const string Pattern = "^([0-9]{1,12}(?:[.][0-9]{1,6})?)(B|(?:([KMGT])(?:iB)?))?$";

    private const string Units = "KMGT";

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var match = Form().Match(text);
        if (!match.Success || match.Length != text.Length) return false;
        var power = match.Groups[3].Success ? Units.IndexOf(match.Groups[3].Value[0], StringComparison.Ordinal) + 1 : 0;
        var exact = decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture) * (1L << (10 * power));
        if (exact > long.MaxValue) return false;
        bytes = (long)exact;
        return true;
    }

    /// <summary>The largest unit that leaves a whole number: <c>2000M</c>.</summary>
    public static string Format(long bytes)
    {
        var power = 0;
        while (power < Units.Length && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            power++;
        }

        var unit = power == 0 ? "" : Units[power - 1].ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{unit}");
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Form();
}
