using System.Net;
using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Notify;

namespace Watchdog.Config.Format;

/// <summary>A notifier: exactly one kind, and what concerns all kinds.</summary>
internal sealed class NotifierForm(string name) : Form<NotifierConfig?>
{
    private static readonly string[] Kinds = [.. NotifierFormat.Kinds.Select(kind => kind.Name)];

    public override void Write(EffectiveWriter output, NotifierConfig? value) =>
        NotifierFormat.Keys.Write(new EffectiveWriter(output.Json, value!.Masked, reveal: false), value);

    public override void WriteSchema(Utf8JsonWriter schema) => NotifierFormat.Keys.WriteSchema(schema, new NotifierConfig { Name = "" });

    protected override bool Parse(Node node, Findings findings, out NotifierConfig? value)
    {
        var before = findings.Errors;
        var read = NotifierFormat.Keys.TryRead(new NotifierConfig { Name = name }, node, findings, out var notifier);
        value = notifier;
        if (!read) return false;

        var kinds = Kinds.Where(kind => node.Find(kind) is { Kind: not NodeKind.Null }).ToArray();
        if (kinds.Length == 0 && findings.Errors > before) return false;       // a misspelt kind is said already
        if (kinds.Length != 1)
        {
            return Wrong(node, findings, kinds.Length == 0
                ? $"nothing says how to send; add one of {string.Join(", ", Kinds)}"
                : $"a notifier is of one kind, here are {string.Join(" and ", kinds)}; keep one of them, and give the other a name of its own");
        }

        if (findings.Errors > before || notifier.Target is not { } target) return false;
        var masked = ServiceRules.Masked(node, "").ToArray();
        value = notifier with
        {
            Masked = [.. masked.Select(secret => secret.Path)],
            Secrets = Secrets.Of(masked.SelectMany(secret => secret.Node.Secrets).Concat(target.SecretTexts)),
            IsPartial = HasUnresolved(node),
        };
        return Check(target, node.Find(kinds[0])!, findings);
    }

    private static bool Check(NotifierTarget target, Node node, Findings findings)
    {
        WarnOfPlain(target, node, findings);
        return target switch
        {
            WebhookConfig { Template.ValueKind: not JsonValueKind.Undefined } webhook when Fields.UnknownIn(webhook.Template) is { } unknown =>
                Wrong(node.Find("template")!, findings, NoSuch(unknown)),
            WebhookConfig { Template.ValueKind: not JsonValueKind.Undefined } webhook when Fields.KeyIn(webhook.Template) is { } key =>
                Wrong(node.Find("template")!, findings, $"\"{key}\" is a key, and placeholders stand in values only; write the key as it is to be sent"),
            ExecConfig exec when exec.Command.Select(Fields.UnknownIn).FirstOrDefault(one => one is not null) is { } unknown =>
                Wrong(node.Find("command")!, findings, NoSuch(unknown)),
            SmtpConfig { Username: null, Password: not null } => Wrong(node.Find("password")!, findings, "a password without \"username\" is sent nowhere; add it"),
            SmtpConfig { Username: not null, Password: null } => Wrong(node.Find("username")!, findings, "nobody is let in by a name alone; add \"password\""),
            SmtpConfig { Port: 465 } => Wrong(node.Find("port")!, findings, "port 465 wants TLS from the first byte, which cannot be had here; write 587, for STARTTLS"),
            _ => true,
        };
    }

    private static string NoSuch(string placeholder) => $"there is no placeholder {{{{{placeholder}}}}}; there are {NotifierTexts.Placeholders}";

    /// <summary>What is secret about it, anyone on the way could read.</summary>
    private static void WarnOfPlain(NotifierTarget target, Node node, Findings findings)
    {
        var isPlain = target switch
        {
            SmtpConfig smtp => !smtp.StartTls && smtp.Password is not null && !IsHere(smtp.Host),
            WebhookConfig { Headers.IsEmpty: true, Hmac: null } when node.Find("url") is { IsSecret: false } => false,
            _ => target.Url is { Scheme: "http" } url && !url.IsLoopback && url.Host != "0.0.0.0",
        };
        if (isPlain) findings.Warn(node.Find(target is SmtpConfig ? "tls" : "url") ?? node, "this sends a secret in the clear, for anyone on the way to read; use https (for mail, STARTTLS)");
    }

    private static bool IsHere(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool HasUnresolved(Node node) =>
        node.Kind == NodeKind.Unresolved || node.Members.Any(member => HasUnresolved(member.Value)) || node.Items.Any(HasUnresolved);
}
