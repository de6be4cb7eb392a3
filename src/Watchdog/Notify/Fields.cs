using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchdog.Journal;

namespace Watchdog.Notify;

/// <summary>What a template, an argument or a variable can be filled with: <c>{{title}}</c>, <c>WATCHDOG_TITLE</c>.</summary>
internal static partial class Fields
{
    private static readonly (string Name, Func<Outgoing, string> Of)[] All =
    [
        ("title", outgoing => outgoing.Message.Title),
        ("text", MessageText.Rest),
        ("kind", outgoing => JsonNamingPolicy.CamelCase.ConvertName(outgoing.Message.Kind.ToString())),
        ("level", outgoing => JsonNamingPolicy.CamelCase.ConvertName(outgoing.Message.Level.ToString())),
        ("service", outgoing => outgoing.Message.Service),
        ("severity", outgoing => JsonNamingPolicy.CamelCase.ConvertName(outgoing.Message.Severity.ToString())),
        ("host", outgoing => outgoing.Message.Host),
        ("at", outgoing => outgoing.Message.At.UtcDateTime.ToString(UtcConverter.Format, CultureInfo.InvariantCulture)),
        ("story", outgoing => outgoing.Message.Story),
        ("id", outgoing => outgoing.Message.Id),
        ("command", outgoing => outgoing.Message.Command ?? ""),
        ("body", outgoing => outgoing.Message.Body ?? ""),
    ];

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    /// <summary>Names and values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Outgoing outgoing) => All.Select(one => KeyValuePair.Create(one.Name, one.Of(outgoing)));

    /// <summary>The text with the values in it, as they are; what is put in is not looked at again.</summary>
    public static string Fill(string text, Outgoing outgoing) =>
        Placeholder().Replace(text, match => All.FirstOrDefault(one => one.Name == match.Groups[1].Value) is { Of: { } of } ? of(outgoing) : match.Value);

    /// <summary>The first placeholder that is none, or null.</summary>
    public static string? UnknownIn(string text) => Placeholder().Matches(text).Select(match => match.Groups[1].Value).FirstOrDefault(name => !Names.Contains(name));

    /// <inheritdoc cref="UnknownIn(string)"/>
    public static string? UnknownIn(JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.String => UnknownIn(template.GetString()!),
        JsonValueKind.Array => template.EnumerateArray().Select(UnknownIn).FirstOrDefault(name => name is not null),
        JsonValueKind.Object => template.EnumerateObject().Select(member => UnknownIn(member.Value)).FirstOrDefault(name => name is not null),
        _ => null,
    };

    /// <summary>The first key of the template that has a placeholder in it, which nothing would fill; or null.</summary>
    public static string? KeyIn(JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.Array => template.EnumerateArray().Select(KeyIn).FirstOrDefault(key => key is not null),
        JsonValueKind.Object => template.EnumerateObject().Select(member => Placeholder().IsMatch(member.Name) ? member.Name : KeyIn(member.Value)).FirstOrDefault(key => key is not null),
        _ => null,
    };

    /// <summary>The template as JSON: the writer escapes what is put in, so that nothing of a message can become a part of the form.</summary>
    public static void Fill(Utf8JsonWriter json, JsonElement template, Outgoing outgoing)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.String:
                json.WriteStringValue(Fill(template.GetString()!, outgoing));
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in template.EnumerateArray()) Fill(json, item, outgoing);
                json.WriteEndArray();
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in template.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Fill(json, member.Value, outgoing);
                }

                json.WriteEndObject();
                break;
            default:
                template.WriteTo(json);
                break;
        }
    }

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();
}
