using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Watchdog.Config;

namespace Watchdog.Notify.Presets;

/// <summary>JSON for any server: all there is of a message, or what a template makes of it.</summary>
internal static class WebhookPreset
{
    public static VendorRequest Build(WebhookConfig webhook, Outgoing outgoing)
    {
        var body = VendorRequest.Json(json =>
        {
            if (webhook.Template.ValueKind == JsonValueKind.Undefined) Write(json, outgoing);
            else Fields.Fill(json, webhook.Template, outgoing);
        });
        var headers = webhook.Hmac is { } hmac ? webhook.Headers.Add(KeyValuePair.Create(hmac.Header, Signature(hmac, body))) : webhook.Headers;
        return new VendorRequest(webhook.To!, body) { Method = webhook.Method, Headers = headers };
    }

    /// <summary>All there is of a message.</summary>
    public static void Write(Utf8JsonWriter json, Outgoing outgoing)
    {
        var message = outgoing.Message;
        json.WriteStartObject();
        foreach (var (name, value) in Fields.Of(outgoing))
        {
            if (value.Length > 0) json.WriteString(name, value);
        }

        json.WriteStartArray("facts");
        foreach (var fact in message.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in outgoing.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Signature(HmacConfig hmac, byte[] body)
    {
        var secret = Encoding.UTF8.GetBytes(hmac.Secret);
        var hash = hmac.Algorithm == "sha512" ? HMACSHA512.HashData(secret, body) : HMACSHA256.HashData(secret, body);
        return $"{hmac.Algorithm}={Convert.ToHexStringLower(hash)}";
    }
}
