using System.Text;
using System.Text.Json;
using Watchdog.Config;

namespace Watchdog.Notify.Presets;

/// <summary>
/// Incoming webhooks of Slack (docs.slack.dev, "Sending messages using incoming webhooks", "Block Kit"): a text for notifications, and blocks. They cannot
/// update a message, so that an incident is followed up.
/// </summary>
internal static class SlackPreset
{
    /// <summary>Characters of a section's text.</summary>
    private const int MostOfSection = 3000;

    /// <summary>Sections of a longer text; a message takes 50 blocks.</summary>
    private const int MostSections = 12;

    private const string Fence = "```";

    public static VendorRequest Build(SlackConfig slack, Outgoing outgoing) => VendorRequest.Of(slack.To!, json =>
    {
        var message = outgoing.Message;
        var title = $"{MessageText.Mark(message).Sign} {MessageText.Title(message)}";
        json.WriteString("text", Text(title, MostOfSection));
        json.WriteBoolean("unfurl_links", false);
        json.WriteBoolean("unfurl_media", false);
        json.WriteStartArray("blocks");
        Section(json, $"*{Text(title, MostOfSection - 2)}*");
        if (Facts(outgoing) is { Length: > 0 } facts) Section(json, facts);
        if (message.Body is { } body) Fenced(json, body);
        if (message.Command is { } command) Section(json, Fence + Text(command.Replace('`', '\''), MostOfSection - 6) + Fence);
        Context(json, MessageText.Where(message));
        json.WriteEndArray();
    });

    /// <summary>Without these three, nothing is a link, a mention or an entity.</summary>
    private static string? Escape(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    private static string Text(string text, int most) => Fitted.To(text, most, Escape);

    private static string Facts(Outgoing outgoing)
    {
        var lines = outgoing.Notes.Select(note => $"_{Text(note, 600)}_")
            .Concat(outgoing.Message.Facts.Select(fact => $"*{Text(fact.Name, 100)}*: {Text(fact.Value, 600)}"));
        var kept = new StringBuilder();
        foreach (var line in lines)
        {
            if (kept.Length + line.Length + 3 > MostOfSection) return kept.Append('…').ToString();
            kept.Append(kept.Length == 0 ? "" : "\n").Append(line);
        }

        return kept.ToString();
    }

    /// <summary>Slack's markup is not Markdown: it is shown as it was typed, line by line.</summary>
    private static void Fenced(Utf8JsonWriter json, string body)
    {
        var part = new StringBuilder();
        var sections = 0;
        foreach (var line in body.Replace("```", "'''", StringComparison.Ordinal).TrimEnd().Split('\n'))
        {
            var text = Text(line.TrimEnd('\r'), MostOfSection - 10);
            if (part.Length + text.Length + 8 > MostOfSection)
            {
                Section(json, $"{Fence}{part}{Fence}");
                part.Clear();
                if (++sections == MostSections)
                {
                    Section(json, "…");
                    return;
                }
            }

            part.Append(text).Append('\n');
        }

        if (part.Length > 0) Section(json, $"{Fence}{part}{Fence}");
    }

    private static void Section(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartObject("text");
        Markup(json, text);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Context(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "context");
        json.WriteStartArray("elements");
        json.WriteStartObject();
        Markup(json, Text(text, MostOfSection));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Verbatim: a name that looks like a channel or a person does not become one.</summary>
    private static void Markup(Utf8JsonWriter json, string text)
    {
        json.WriteString("type", "mrkdwn");
        json.WriteString("text", text);
        json.WriteBoolean("verbatim", true);
    }
}
