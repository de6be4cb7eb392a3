using System.Text;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Presets;

/// <summary>
/// Webhooks of Discord (discord.com/developers, "Execute Webhook", "Embed Limits"). A message could be edited, but an edit tells nobody: an incident is
/// followed up.
/// </summary>
internal static class DiscordPreset
{
    private const int MostOfContent = 2000, MostOfTitle = 256, MostOfFooter = 2048, MostOfName = 256, MostOfValue = 1024, MostFields = 25;

    /// <summary>Of an embed's description. All texts of an embed together take 6000: what the facts may take is left free.</summary>
    private const int MostOfDescription = 3000, MostOfFacts = 2500;

    public static VendorRequest Build(DiscordConfig discord, Outgoing outgoing) => VendorRequest.Of(Waiting(discord.To!), json =>
    {
        var message = outgoing.Message;
        json.WriteString("content", Text($"{MessageText.Mark(message).Sign} {MessageText.Title(message)}", MostOfContent));

        // Nobody is called by what a service says.
        json.WriteStartObject("allowed_mentions");
        json.WriteStartArray("parse");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("embeds");
        json.WriteStartObject();
        json.WriteString("title", Text(message.Service.Length > 0 ? message.Service : "watchdog", MostOfTitle));
        if (Description(outgoing) is { Length: > 0 } description) json.WriteString("description", description);
        json.WriteNumber("color", Colour(message));
        json.WriteString("timestamp", message.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
        Fields(json, message);
        json.WriteStartObject("footer");
        json.WriteString("text", Fitted.To(MessageText.Where(message), Math.Min(MostOfFooter, 200)));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>Without it, a message that is not kept is answered as if it were.</summary>
    private static Uri Waiting(Uri url) => new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&wait=true" : "wait=true" }.Uri;

    private static string Description(Outgoing outgoing)
    {
        var parts = outgoing.Notes.Select(note => Text(note, 600));
        if (outgoing.Message.Command is { } command) parts = parts.Append($"```\n{Plain(command, 500)}\n```");
        if (outgoing.Message.Body is { } body) parts = parts.Append($"```\n{Plain(body.TrimEnd(), 2000)}\n```");
        return Fitted.To(string.Join('\n', parts), MostOfDescription);
    }

    private static void Fields(Utf8JsonWriter json, Message message)
    {
        if (message.Facts.IsEmpty) return;

        var left = MostOfFacts;
        json.WriteStartArray("fields");
        foreach (var fact in message.Facts.Take(MostFields))
        {
            var (name, value) = (Text(fact.Name, Math.Min(MostOfName, 100)), Text(fact.Value, Math.Min(MostOfValue, 700)));
            left -= name.Length + value.Length;
            if (left < 0) break;
            json.WriteStartObject();
            json.WriteString("name", name.Length > 0 ? name : "–");
            json.WriteString("value", value.Length > 0 ? value : "–");
            json.WriteBoolean("inline", value.Length <= 40);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Text(string text, int most) => Fitted.To(text, most, Escape);

    /// <summary>For between fences, which nothing else can close.</summary>
    private static string Plain(string text, int most) => Fitted.To(text, most, rune => rune.Value == '`' ? "'" : null);

    /// <summary>Markdown and mentions, taken for what they are.</summary>
    private static string? Escape(Rune rune) => rune.Value switch
    {
        '@' => "@\u200b",
        '\\' or '*' or '_' or '~' or '`' or '|' or '>' or '<' or '[' or ']' or '#' => $"\\{rune}",
        _ => null,
    };

    private static int Colour(Message message) => message.Kind switch
    {
        MessageKind.Recovered or MessageKind.HostRecovered => 0x2EB67D,
        MessageKind.Holding or MessageKind.Reminder => 0xB00020,
        _ when message.Level == AlertLevel.Critical => 0xE01E5A,
        _ when message.Level == AlertLevel.Warning => 0xECB22E,
        _ => 0x3671C6,
    };
}
