using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using Watchdog.Notify;

namespace Watchdog.Config.Format;

/// <summary>What is wrong with a text of a notifier, in words that say what to write; null when nothing is.</summary>
internal static partial class NotifierTexts
{
    /// <summary>For descriptions: <c>{{title}}, {{text}}, …</c>.</summary>
    public static readonly string Placeholders = string.Join(", ", Fields.Names.Select(name => $"{{{{{name}}}}}"));

    public static string? Name(string text) =>
        NameForm().IsMatch(text) ? null : "this is no name of a notifier; use up to 64 letters, digits and . _ -, beginning with a letter or digit";

    public static string? Topic(string text)
    {
        if (UrlText.Problem(text) is { } wrong) return wrong;
        if (new Uri(text).Query.Length > 0) return "a topic has no query; write what logs in into \"token\"";
        return TopicForm().IsMatch(new Uri(text).AbsolutePath) ? null : "the topic is missing or is none; write the server and the topic: https://ntfy.sh/TOPIC";
    }

    public static string? HeaderValue(string text) =>
        Ascii.IsValid(text) ? null : "a header takes ASCII characters only; take the others out";

    public static string? Host(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Unknown ? "this is no name of a host; write one such as mail.example.com" : null;

    public static string? Address(string text) =>
        MailAddress.TryCreate(text, out _) ? null : "this is no address; write one such as ops@example.com";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"/[-_A-Za-z0-9]{1,64}\z")]
    private static partial Regex TopicForm();
}
