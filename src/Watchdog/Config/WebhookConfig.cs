using System.Collections.Immutable;
using System.Text.Json;

namespace Watchdog.Config;

/// <summary>Any server that takes JSON over HTTP.</summary>
public sealed record WebhookConfig : NotifierTarget
{
    public override string Key => "webhook";

    /// <summary>Null only while it is read.</summary>
    public Uri? To { get; init; }

    /// <summary>POST (the default), PUT or PATCH.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Sent along; secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, with <c>{{title}}</c> and the like in its strings; undefined: all there is of a message.</summary>
    public JsonElement Template { get; init; }

    /// <summary>How the body is signed; null: it is not.</summary>
    public HmacConfig? Hmac { get; init; }

    internal override Uri? Url => To;

    internal override IEnumerable<string> SecretTexts => [To?.OriginalString ?? "", Hmac?.Secret ?? "", .. Headers.SelectMany(header => Credentials.In(header.Key, header.Value).Prepend(header.Value))];
}

/// <summary>Signs a body, so that the server can tell that it is ours.</summary>
/// <param name="Secret">Known to both.</param>
public sealed record HmacConfig(string Secret)
{
    /// <summary>Where the signature stands, as <c>sha256=HEX</c>.</summary>
    public string Header { get; init; } = "X-Watchdog-Signature";

    /// <summary><c>sha256</c> (the default) or <c>sha512</c>.</summary>
    public string Algorithm { get; init; } = "sha256";
}
