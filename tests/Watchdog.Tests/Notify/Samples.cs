using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Presets;
using Watchdog.Notify.Sending;

namespace Watchdog.Tests.Notify;

/// <summary>One message of each kind, and one that means harm.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset At = new(2026, 11, 21, 22, 22, 42, TimeSpan.Zero);

    private const string Story = "20261121-222242-7f3a";

    public static IEnumerable<MessageKind> Kinds => Enum.GetValues<MessageKind>();

    public static readonly ImmutableArray<string> Presets = ["slack", "discord", "ntfy", "pagerduty", "webhook", "exec", "smtp"];

    public static Outgoing Of(MessageKind kind)
    {
        var message = new Message
        {
            Id = $"{Story}/3",
            Story = Story,
            Kind = kind,
            Level = kind is MessageKind.Opened or MessageKind.Holding or MessageKind.Reminder or MessageKind.Host ? AlertLevel.Critical
                : kind is MessageKind.Acted or MessageKind.Also ? AlertLevel.Warning : AlertLevel.Info,
            Service = kind is MessageKind.Host or MessageKind.HostRecovered or MessageKind.Report or MessageKind.Test ? "" : "hermes-webui",
            Host = "web1",
            At = At,
            Title = $"hermes-webui: {kind}: liveness fails (timeout-first-byte): no answer within 10 s & <nothing> listens",
            Facts = [new MessageFact("Down for", "2 min 30 s"), new MessageFact("Restarts left", "2 of 3 within 30 min"), new MessageFact("Evidence", "/var/lib/service-watchdog/evidence/20261121-222242-7f3a")],
            Command = kind == MessageKind.Holding ? "watchdog rearm hermes-webui" : null,
            Body = kind == MessageKind.Report ? "# Report\n\n| service | available |\n| --- | ---: |\n| hermes-webui | 99.93 % |\n| `redis` | 100 % |\n" : null,
        };
        if (kind is MessageKind.Report or MessageKind.Test) message = message with { Id = $"report-{kind}", Story = $"report-{kind}", Facts = [] };
        return new Outgoing(message, kind == MessageKind.Recovered ? ["Delivered 2 h late (no answer within 10 s): it happened on 2026-11-21 22:22:42 UTC."] : []);
    }

    /// <summary>All that a name or an error text may hold to become something else, and far too much of it.</summary>
    public static Outgoing Hostile(int times = 400)
    {
        const string evil = "@everyone <!channel> <@U1|x> </b> & \"}],\"x\":[{\" \\ ``` *_~|>[a](http://b) # {{title}} ${env:PATH} $(reboot) \r\nBcc: all@example.com\r\n\r\n\0\u001b[31m😀";
        var much = string.Concat(Enumerable.Repeat(evil, times));
        return new Outgoing(
            new Message
            {
                Id = "bad id\r\nX: y/1",
                Story = "bad story\r\nX: ü " + new string('s', 400),
                Kind = MessageKind.Opened,
                Level = AlertLevel.Critical,
                Service = much,
                Host = "host\r\nX: y",
                At = At,
                Title = much,
                Facts = [.. Enumerable.Range(0, 60).Select(i => new MessageFact($"{evil}{i % 30}", much))],
                Command = much,
                Body = much,
            },
            [much]);
    }

    public static NotifierTarget Target(string preset) => preset switch
    {
        "slack" => new SlackConfig(new Uri("https://hooks.slack.com/services/T000/B000/XXXX")),
        "discord" => new DiscordConfig(new Uri("https://discord.com/api/webhooks/1/token")),
        "ntfy" => new NtfyConfig(new Uri("https://ntfy.sh/alerts")) { Token = "tk_secret", Click = "https://status.example.com/" },
        "pagerduty" => new PagerDutyConfig("0123456789abcdef0123456789abcdef"),
        "webhook" => new WebhookConfig { To = new Uri("https://hooks.example.com/x"), Hmac = new HmacConfig("key") },
        "exec" => new ExecConfig(["/usr/local/bin/tell", "--title", "{{title}}"]),
        _ => new SmtpConfig { Host = "mail.example.com", From = "watchdog@example.com", To = ["ops@example.com"] },
    };

    /// <summary>What would be sent, as one JSON text.</summary>
    public static string Rendered(string preset, Outgoing outgoing) => Target(preset) switch
    {
        ExecConfig => Indented(json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in ExecNotifier.Variables(outgoing).Where(one => one.Key != "WATCHDOG_JSON")) json.WriteString(name, value);
            json.WriteEndObject();
        }),
        SmtpConfig smtp => Mail(smtp, outgoing),
        _ => Indented(json =>
        {
            json.WriteStartArray();
            foreach (var request in Requests(preset, outgoing))
            {
                json.WriteStartObject();
                json.WriteString("request", $"{request.Method} {request.Url}");
                json.WriteStartObject("headers");
                foreach (var (name, value) in request.Headers) json.WriteString(name, value);
                json.WriteEndObject();
                json.WritePropertyName("body");
                using var body = JsonDocument.Parse(request.Body);
                body.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }),
    };

    public static ImmutableArray<VendorRequest> Requests(string preset, Outgoing outgoing) => Target(preset) switch
    {
        SlackConfig slack => [SlackPreset.Build(slack, outgoing)],
        DiscordConfig discord => [DiscordPreset.Build(discord, outgoing)],
        NtfyConfig ntfy => [NtfyPreset.Build(ntfy, outgoing)],
        PagerDutyConfig pager => PagerDutyPreset.Build(pager, outgoing),
        WebhookConfig webhook => [WebhookPreset.Build(webhook, outgoing)],
        _ => [],
    };

    private static string Mail(SmtpConfig smtp, Outgoing outgoing)
    {
        using var mail = SmtpNotifier.Mail(smtp, outgoing);
        return Indented(json =>
        {
            json.WriteStartObject();
            json.WriteString("from", mail.From!.ToString());
            json.WriteString("to", mail.To.ToString());
            json.WriteString("subject", mail.Subject);
            foreach (var name in mail.Headers.AllKeys) json.WriteString(name!, mail.Headers[name]);
            json.WriteString("body", mail.Body);
            json.WriteEndObject();
        });
    }

    private static string Indented(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
