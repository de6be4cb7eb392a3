namespace Watchdog.Config.Format;

/// <summary>URLs as they stand in the file.</summary>
internal static class UrlText
{
    /// <summary>Stands for the instance of a template unit, as in systemd.</summary>
    public const string Instance = "%i";

    private const string Example = "1";

    public static string? Problem(string text)
    {
        var isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isHttp && text.Contains("://", StringComparison.Ordinal)) return "only http and https can be asked; write http:// or https://";
        if (!isHttp) return "the scheme is missing; write http:// or https:// in front";
        if (!Uri.TryCreate(text.Replace(Instance, Example, StringComparison.Ordinal), UriKind.Absolute, out var url)
            || url.Host.Length == 0)
        {
            return "this is no URL; write one such as http://127.0.0.1:8080/health (ports are 1 to 65535)";
        }

        if (url.Port is < 1 or > 65535) return "no such port; ports are 1 to 65535";
        return url.UserInfo.Length > 0 ? "a user and password in a URL are not sent; write them into \"headers\" as Authorization" : null;
    }

    public static HttpTarget Set(HttpTarget target, string text) => text.Contains(Instance, StringComparison.Ordinal)
        ? target with { UrlTemplate = text, Url = new Uri(text.Replace(Instance, Example, StringComparison.Ordinal)) }
        : target with { UrlTemplate = null, Url = new Uri(text) };

    public static string? Get(HttpTarget target) => target.UrlTemplate ?? target.Url?.OriginalString;
}
