using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Watchdog.Notify.Presets;

/// <summary>One HTTP request with a JSON body, before anything is sent.</summary>
/// <param name="Url">Secret.</param>
/// <param name="Body">UTF-8.</param>
internal sealed record VendorRequest(Uri Url, byte[] Body)
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Method { get; init; } = "POST";

    /// <summary>Some of them are secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What a 400 says of a key that is not valid (any more), where the vendor has no 401 for it: the message is not at fault then.</summary>
    public ImmutableArray<string> KeyNames { get; init; } = [];

    /// <summary>A body that is an object.</summary>
    public static VendorRequest Of(Uri url, Action<Utf8JsonWriter> members) => new(url, Json(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }));

    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
