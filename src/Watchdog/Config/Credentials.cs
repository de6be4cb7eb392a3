using System.Text;

namespace Watchdog.Config;

/// <summary>What is secret within the value of a header, besides the whole of it: a server quotes the token that it does not like, not the scheme before it.</summary>
internal static class Credentials
{
    private static readonly string[] s_schemes = ["Basic", "Bearer", "Token", "ApiKey", "Api-Key", "GenieKey", "Key"];

    /// <param name="header">Its name.</param>
    /// <param name="value">Its value: <c>Bearer x</c>.</param>
    public static IEnumerable<string> In(string header, string value)
    {
        if (value.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var scheme, var rest]) yield break;
        if (!header.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && !s_schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)) yield break;

        yield return rest;
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) yield break;

        var decoded = new byte[rest.Length];
        if (!Convert.TryFromBase64String(rest, decoded, out var length)) yield break;

        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        yield return pair;
        if (pair.Split(':', 2) is [_, var password]) yield return password;
    }
}
