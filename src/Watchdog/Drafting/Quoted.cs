using System.Text.Encodings.Web;
using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>Foreign text on its way into the draft.</summary>
internal static class Quoted
{
    /// <summary>As a JSON string of our format, in which <c>${</c> would begin a reference.</summary>
    public static string Json(string text) => Plain(text.Replace("${", "$${", StringComparison.Ordinal));

    /// <summary>As a JSON string, or a key, which is never a reference.</summary>
    public static string Plain(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>As a part of a comment: one line, whatever a reader takes for the end of one.</summary>
    public static string Line(string text, int most = 80) => Words.Line(text, most).Replace('\u2028', ' ').Replace('\u2029', ' ');
}
