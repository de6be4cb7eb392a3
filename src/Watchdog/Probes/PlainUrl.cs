using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>A URL as it may stand in a message: without what may be secret, so without user, query and fragment.</summary>
internal static class PlainUrl
{
    public static string Of(Uri url) => Words.Line(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), 160);
}
