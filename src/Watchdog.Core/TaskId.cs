using System.Globalization;

namespace Watchdog.Core;

/// <summary>What a recovery is called: its service and the number of its action, <c>hermes-webui#12</c>. One that waits has the number that it will have.</summary>
public static class TaskId
{
    public static string Of(string service, long epoch) => string.Create(CultureInfo.InvariantCulture, $"{service}#{epoch}");

    public static bool TryParse(string text, out string service, out long epoch)
    {
        // A name may hold the sign as well.
        var at = text.LastIndexOf('#');
        (service, epoch) = (at < 0 ? text : text[..at], 0);
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out epoch);
    }
}
