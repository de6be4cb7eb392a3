using System.Globalization;
using System.Text.Json;

namespace Watchdog.Probes;

/// <summary>RFC 6901: <c>/checks/0/status</c>; <c>~1</c> is a slash and <c>~0</c> a tilde in a name.</summary>
internal static class JsonPointer
{
    /// <summary>Null when nothing stands there. The empty pointer is the whole document.</summary>
    public static JsonElement? Find(JsonElement root, ReadOnlySpan<char> pointer)
    {
        var at = root;
        while (pointer.Length > 0)
        {
            if (pointer[0] != '/')
                return null;

            var rest = pointer[1..];
            var end = rest.IndexOf('/');
            var token = end < 0 ? rest : rest[..end];
            pointer = end < 0 ? [] : rest[end..];
            if (Step(at, token) is not { } next)
                return null;
            at = next;
        }

        return at;
    }

    /// <summary>A token as the name it stands for.</summary>
    public static string Unescape(ReadOnlySpan<char> token) =>
        token.ToString().Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static JsonElement? Step(JsonElement at, ReadOnlySpan<char> token) => at.ValueKind switch
    {
        JsonValueKind.Object => Member(at, token),
        JsonValueKind.Array => Item(at, token),
        _ => null,
    };

    private static JsonElement? Member(JsonElement at, ReadOnlySpan<char> token)
    {
        var name = token.Contains('~') ? Unescape(token) : token;
        return at.TryGetProperty(name, out var member) ? member : null;
    }

    private static JsonElement? Item(JsonElement at, ReadOnlySpan<char> token)
    {
        var isIndex = token is "0" || (token.Length > 0 && token[0] != '0' && !token.ContainsAnyExceptInRange('0', '9'));
        if (!isIndex || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        return index < at.GetArrayLength() ? at[index] : null;
    }
}
