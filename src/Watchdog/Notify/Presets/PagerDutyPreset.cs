using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Presets;

/// <summary>
/// Events API v2 of PagerDuty (developer.pagerduty.com, "Send an Alert Event", "Send a Change Event"). The story is the key by which an alert is opened,
/// acknowledged and resolved, so that an incident is one alert. A report is a change event, which calls nobody, and so is what has no end that would resolve it; a test opens an alert and resolves it.
/// </summary>
internal static class PagerDutyPreset
{
    private const int MostOfSummary = 1024, MostOfKey = 255, MostOfName = 255;

    /// <summary><c>Invalid routing key</c>; <c>Length of 'routing_key' is incorrect</c></summary>
    private static readonly ImmutableArray<string> s_keyNames = ["routing_key", "routing key"];

    public static ImmutableArray<VendorRequest> Build(PagerDutyConfig pager, Outgoing outgoing) => outgoing.Message.Kind switch
    {
        MessageKind.Paused => [Alert(pager, outgoing, "acknowledge")],
        MessageKind.Recovered or MessageKind.Ended or MessageKind.HostRecovered => [Alert(pager, outgoing, "resolve")],
        MessageKind.Test => [Alert(pager, outgoing, "trigger"), Alert(pager, outgoing, "resolve")],
        MessageKind.Report or MessageKind.Note => [Change(pager, outgoing)],
        _ => [Alert(pager, outgoing, "trigger")],
    };

    private static VendorRequest Alert(PagerDutyConfig pager, Outgoing outgoing, string action) => Event(pager.To, json =>
    {
        var message = outgoing.Message;
        json.WriteString("routing_key", pager.RoutingKey);
        json.WriteString("event_action", action);
        json.WriteString("dedup_key", Fitted.To(message.StoryKey, MostOfKey));
        json.WriteString("client", "watchdog");
        json.WriteStartObject("payload");
        Common(json, outgoing);
        json.WriteString("severity", Severity(message));
        if (message.Service.Length > 0) json.WriteString("component", Fitted.Line(message.Service, MostOfName));
        json.WriteString("class", JsonNamingPolicy.CamelCase.ConvertName(message.Kind.ToString()));
        json.WriteEndObject();
    });

    private static VendorRequest Change(PagerDutyConfig pager, Outgoing outgoing) => Event(new Uri(pager.To, "change/enqueue"), json =>
    {
        json.WriteString("routing_key", pager.RoutingKey);
        json.WriteStartObject("payload");
        Common(json, outgoing);
        json.WriteEndObject();
    });

    private static VendorRequest Event(Uri url, Action<Utf8JsonWriter> members) => VendorRequest.Of(url, members) with { KeyNames = s_keyNames };

    private static void Common(Utf8JsonWriter json, Outgoing outgoing)
    {
        var message = outgoing.Message;
        json.WriteString("summary", Fitted.Line(MessageText.Title(message), MostOfSummary));
        json.WriteString("source", Fitted.Line(message.Host, MostOfName));
        json.WriteString("timestamp", message.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
        json.WriteStartObject("custom_details");
        foreach (var (name, value) in Details(outgoing)) json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>The first of two with the same name: an object has one of each.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Details(Outgoing outgoing)
    {
        var details = outgoing.Message.Facts.Take(50).Select(fact => KeyValuePair.Create(Fitted.Line(fact.Name, MostOfName), Fitted.To(fact.Value, 2000)));
        if (!outgoing.Notes.IsEmpty) details = details.Prepend(KeyValuePair.Create("delivery", string.Join(' ', outgoing.Notes)));
        if (outgoing.Message.Command is { } command) details = details.Append(KeyValuePair.Create("run", Fitted.To(command, 2000)));
        if (outgoing.Message.Body is { } body) details = details.Append(KeyValuePair.Create("text", Fitted.To(body, 32 << 10)));
        return details.DistinctBy(detail => detail.Key);
    }

    private static string Severity(Message message) => message.Kind switch
    {
        MessageKind.Holding => "critical",
        MessageKind.Test => "info",
        _ when message.Level == AlertLevel.Critical => "critical",
        _ when message.Level == AlertLevel.Warning => "warning",
        _ => "info",
    };
}
