using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Watchdog.Journal;

/// <summary>Names of files that belong to a service, whose name may hold any character.</summary>
internal static class FileNames
{
    /// <summary>Room for <c>.json.corrupt-…</c> below the 255 bytes that file systems allow.</summary>
    private const int Longest = 180;

    /// <summary>
    /// Percent-encodes all but <c>a-z 0-9 - _ @</c> and inner dots: never hidden, never a path, and no two names share a file even where
    /// the file system ignores case. A name that would be too long ends in its hash instead.
    /// </summary>
    public static string Of(string service)
    {
        var name = new StringBuilder(service.Length + 8);
        foreach (var one in Encoding.UTF8.GetBytes(service))
        {
            if (char.IsAsciiLetterLower((char)one) || char.IsAsciiDigit((char)one) || "-_@"u8.Contains(one) || (one == '.' && name.Length > 0))
                name.Append((char)one);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{one:x2}");
        }

        if (name.Length <= Longest) return name.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(service)));
        return $"{name.ToString(0, Longest - 1 - hash.Length)}~{hash}";
    }

    /// <summary>Where a file goes that could not be read: beside it, with why and when in its name.</summary>
    public static string Aside(string file, string why, DateTimeOffset now) =>
        $"{file}.{why}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fffffff'Z'", CultureInfo.InvariantCulture)}";
}
