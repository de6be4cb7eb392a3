using System.Globalization;
using System.Net;
using System.Text;

namespace Watchdog.Config.Format;

/// <summary>TCP addresses as they stand in the file: <c>127.0.0.1:6379</c>, <c>[::1]:6379</c>, <c>unix:/run/redis.sock</c>.</summary>
internal static class TcpText
{
    /// <summary>The size of sun_path on Linux, less its closing NUL.</summary>
    private const int LongestSocketPath = 107;

    private const string Unix = "unix:";

    public static string? Problem(string text)
    {
        var example = text.Replace(UrlText.Instance, "1", StringComparison.Ordinal);
        if (text.StartsWith(Unix, StringComparison.Ordinal)) return SocketProblem(text[Unix.Length..]);
        if (text.Contains("://", StringComparison.Ordinal)) return "no scheme here; write host:port, or use \"url\"";
        if (!TrySplit(example, out var host, out var port)) return "this is no address; write host:port such as 127.0.0.1:6379, or unix:/path";
        if (port is < 1 or > 65535) return "no such port; ports are 1 to 65535";
        var ends = Uri.CheckHostName(host);
        return ends == UriHostNameType.Unknown ? "this is no host; write a name or an address, IPv6 in brackets" : null;
    }

    public static string? SocketProblem(string path)
    {
        if (!path.StartsWith('/')) return "write the full path of the socket, from / on";
        return Encoding.UTF8.GetByteCount(path) > LongestSocketPath
            ? $"the path of a socket has {LongestSocketPath} bytes at most; choose a shorter one" : null;
    }

    public static TcpTarget Parse(string text)
    {
        var template = text.Contains(UrlText.Instance, StringComparison.Ordinal) ? text : null;
        text = text.Replace(UrlText.Instance, "1", StringComparison.Ordinal);
        if (text.StartsWith(Unix, StringComparison.Ordinal)) return new TcpTarget(null, 0, text[Unix.Length..]) { Template = template };
        TrySplit(text, out var host, out var port);
        return new TcpTarget(host, port, null) { Template = template };
    }

    public static string? Format(TcpTarget target)
    {
        if (target.Template is { } template) return template;
        if (target.UnixSocket is { } path) return Unix + path;
        if (target.Host is not { } host) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':') ? $"[{host}]" : host)}:{target.Port}");
    }

    private static bool TrySplit(string text, out string host, out int port)
    {
        host = "";
        port = 0;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        host = text[..colon];
        if (host is ['[', .., ']'] && IPAddress.TryParse(host[1..^1], out _)) host = host[1..^1];
        else if (host.Contains(':')) return false;
        return true;
    }
}
