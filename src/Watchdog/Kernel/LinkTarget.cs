using System.Globalization;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>What a link says, as it stands there: nobody looks behind it, where a dead network disk may lie.</summary>
internal static class LinkTarget
{
    private const int Most = 4096;
    private const string Socket = "socket:[";

    /// <summary>Null when there is none, it may not be read, or it is as long as <paramref name="most"/> bytes.</summary>
    public static unsafe string? Read(string link, int most = Most)
    {
        var buffer = stackalloc byte[Most];
        var length = (int)Syscalls.ReadLink(link, buffer, (nuint)Math.Min(most, Most));
        return length <= 0 || length >= most ? null : Encoding.UTF8.GetString(buffer, length);
    }

    /// <summary>The number in <c>socket:[12345]</c>; null for anything else.</summary>
    public static long? SocketIn(string? target)
    {
        if (target is null || !target.StartsWith(Socket, StringComparison.Ordinal) || target[^1] != ']') return null;
        return long.TryParse(target.AsSpan()[Socket.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : null;
    }
}
