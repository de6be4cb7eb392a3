using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Watchdog.Config.Format;

/// <summary>The keys of a notifier.</summary>
internal static class NotifierFormat
{
    private static readonly SectionForm<SlackConfig, NotifierTarget> Slack = new(
        new([Url<SlackConfig>("The URL of an incoming webhook.", t => t.To, (t, v) => t with { To = v })]), new SlackConfig((Uri?)null), "url");

    private static readonly SectionForm<DiscordConfig, NotifierTarget> Discord = new(
        new([Url<DiscordConfig>("The URL of a channel's webhook.", t => t.To, (t, v) => t with { To = v })]), new DiscordConfig((Uri?)null), "url");

    private static readonly SectionForm<NtfyConfig, NotifierTarget> Ntfy = new(
        new([
            Url<NtfyConfig>("The URL of a topic: https://ntfy.sh/TOPIC.", t => t.To, (t, v) => t with { To = v }, NotifierTexts.Topic),
            new ValueKey<NtfyConfig, string?>("token", Secret("an access token", NotifierTexts.HeaderValue), t => t.Token, (t, v) => t with { Token = v }, "An access token, where the topic wants one."),
            new ValueKey<NtfyConfig, string?>("click", new TextForm("a URL", UrlText.Problem), t => t.Click, (t, v) => t with { Click = v }, "What a tap on the notification opens."),
        ]),
        new NtfyConfig((Uri?)null), "url");

    private static readonly SectionForm<PagerDutyConfig, NotifierTarget> PagerDuty = new(
        new([
            new ValueKey<PagerDutyConfig, string?>("routingKey", Secret("an integration key"), t => Blank(t.RoutingKey), (t, v) => t with { RoutingKey = v! },
                "The integration key of a service (Events API v2).")
            { Required = true },
            new ValueKey<PagerDutyConfig, string?>("url", new TextForm("a URL", UrlText.Problem), t => t.To.OriginalString, (t, v) => t with { To = new Uri(v!) },
                "Where events are taken; in the EU https://events.eu.pagerduty.com/v2/enqueue."),
        ]),
        new PagerDutyConfig(""), "routingKey");

    private static readonly SectionForm<HmacConfig, HmacConfig> Hmac = new(
        new([
            new ValueKey<HmacConfig, string?>("secret", Secret("a secret"), h => Blank(h.Secret), (h, v) => h with { Secret = v! }, "What the body is signed with.") { Required = true },
            new ValueKey<HmacConfig, string?>("header", new TextForm("the name of a header", Texts.HeaderName), h => h.Header, (h, v) => h with { Header = v! },
                "Where the signature stands: sha256=HEX."),
            new ValueKey<HmacConfig, string>("algorithm", new ChoiceForm<string>(("sha256", "sha256"), ("sha512", "sha512")), h => h.Algorithm, (h, v) => h with { Algorithm = v },
                "How it is made."),
        ]),
        new HmacConfig(""), "secret");

    private static readonly SectionForm<WebhookConfig, NotifierTarget> Webhook = new(
        new([
            Url<WebhookConfig>("Where to.", t => t.To, (t, v) => t with { To = v }),
            new ValueKey<WebhookConfig, string>("method", new ChoiceForm<string>(("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH")), t => t.Method, (t, v) => t with { Method = v }, "How."),
            new ValueKey<WebhookConfig, ImmutableArray<KeyValuePair<string, string?>>>("headers",
                new MapForm<string?>(_ => Secret("the value of a header", NotifierTexts.HeaderValue), "{ \"Authorization\": \"Bearer ${credential:token}\" }", Texts.HeaderName),
                t => ImmutableArray.CreateRange(t.Headers, h => KeyValuePair.Create(h.Key, (string?)h.Value)),
                (t, v) => t with { Headers = ImmutableArray.CreateRange(v, h => KeyValuePair.Create(h.Key, h.Value!)) }, "Sent along. Never shown."),
            new ValueKey<WebhookConfig, JsonElement>("template", new JsonForm(), t => t.Template, (t, v) => t with { Template = v },
                $"The body, any JSON, whose strings may have {NotifierTexts.Placeholders}; left out, all there is of a message."),
            new ValueKey<WebhookConfig, HmacConfig?>("hmac", Hmac, t => t.Hmac, (t, v) => t with { Hmac = v }, "Signs the body, so that the server can tell that it is ours."),
        ]),
        new WebhookConfig(), "url");

    private static readonly SectionForm<ExecConfig, NotifierTarget> Exec = new(
        new([
            new ValueKey<ExecConfig, ImmutableArray<string?>>("command", Texts.CommandForm, t => ImmutableArray.CreateRange(t.Command, a => (string?)a),
                (t, v) => t with { Command = ImmutableArray.CreateRange(v, a => a!) },
                $"Program and arguments, without a shell; arguments may have {NotifierTexts.Placeholders}, and each is a variable as well (WATCHDOG_TITLE).")
            { Required = true },
            new ValueKey<ExecConfig, TimeSpan?>("timeout", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), t => t.Timeout, (t, v) => t with { Timeout = v!.Value },
                "It is killed after that."),
        ]),
        new ExecConfig([]), "command");

    private static readonly SectionForm<SmtpConfig, NotifierTarget> Smtp = new(
        new([
            new ValueKey<SmtpConfig, string?>("host", new TextForm("the name of a mail server", NotifierTexts.Host), t => Blank(t.Host), (t, v) => t with { Host = v! }, "The mail server.") { Required = true },
            new ValueKey<SmtpConfig, int>("port", new IntForm(1, 65535), t => t.Port, (t, v) => t with { Port = v }, "Its port: 587, or 25 without logging in; 465 cannot be used."),
            new ValueKey<SmtpConfig, string?>("from", new TextForm("an address", NotifierTexts.Address), t => Blank(t.From), (t, v) => t with { From = v! }, "Who sends.") { Required = true },
            new ValueKey<SmtpConfig, ImmutableArray<string?>>("to", new ListForm<string?>(new TextForm("an address", NotifierTexts.Address), "[\"ops@example.com\"]"),
                t => ImmutableArray.CreateRange(t.To, a => (string?)a), (t, v) => t with { To = ImmutableArray.CreateRange(v, a => a!) }, "Who gets it.")
            { Required = true },
            new ValueKey<SmtpConfig, string?>("username", new TextForm("a user name"), t => t.Username, (t, v) => t with { Username = v }, "Left out, without logging in."),
            new ValueKey<SmtpConfig, string?>("password", Secret("a password"), t => t.Password, (t, v) => t with { Password = v }, "Its password: ${file:PATH} or ${credential:NAME}."),
            new ValueKey<SmtpConfig, bool>("tls", new ChoiceForm<bool>(("starttls", true), ("off", false)), t => t.StartTls, (t, v) => t with { StartTls = v },
                "By STARTTLS, and not at all where the server has none; or in the clear."),
        ]),
        new SmtpConfig(), "host");

    private static readonly Section<NotifierConfig> Rate = new([
        new ValueKey<NotifierConfig, int>("messages", new IntForm(1, 10_000), n => n.RateMessages, (n, v) => n with { RateMessages = v }, "So many at once."),
        new ValueKey<NotifierConfig, TimeSpan?>("within", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), n => n.RateWithin,
            (n, v) => n with { RateWithin = v!.Value }, "And as many again within that time."),
    ]);

    public static readonly ValueKey<NotifierConfig, NotifierTarget?>[] Kinds =
    [
        Kind("slack", Slack, "An incoming webhook of Slack."),
        Kind("discord", Discord, "A webhook of Discord."),
        Kind("ntfy", Ntfy, "A topic of ntfy."),
        Kind("pagerduty", PagerDuty, "A service of PagerDuty."),
        Kind("webhook", Webhook, "Any server that takes JSON."),
        Kind("exec", Exec, "A program of yours."),
        Kind("smtp", Smtp, "E-mail."),
    ];

    public static readonly Section<NotifierConfig> Keys = new([
        .. Kinds,
        new GroupKey<NotifierConfig>("rateLimit", Rate, "What is beyond waits, the critical first; nothing is lost by it."),
    ]);

    public static bool AreSame(NotifierConfig one, NotifierConfig other) => one.Name == other.Name && Plain(one).AsSpan().SequenceEqual(Plain(other));

    /// <summary>Holds secrets: to compare with, and to be forgotten.</summary>
    private static byte[] Plain(NotifierConfig notifier)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Keys.Write(new EffectiveWriter(json, [], reveal: true), notifier);
        return buffer.WrittenSpan.ToArray();
    }

    private static ValueKey<NotifierConfig, NotifierTarget?> Kind(string name, Form<NotifierTarget?> form, string doc) =>
        new(name, form, n => n.Target?.Key == name ? n.Target : null, (n, v) => n with { Target = v }, doc);

    private static ValueKey<T, string?> Url<T>(string doc, Func<T, Uri?> get, Func<T, Uri, T> set, Func<string, string?>? problem = null) =>
        new("url", new TextForm("a URL", problem ?? UrlText.Problem, secret: true, standIn: "http://0.0.0.0/x"), t => get(t)?.OriginalString, (t, v) => set(t, new Uri(v!)), doc) { Required = true };

    private static TextForm Secret(string what, Func<string, string?>? problem = null) => new(what, problem, secret: true, standIn: EffectiveWriter.Mask);

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
