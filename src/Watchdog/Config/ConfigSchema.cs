using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Watchdog.Config.Format;

namespace Watchdog.Config;

/// <summary>The format of the configuration as a JSON schema, for editors.</summary>
public static class ConfigSchema
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// A schema of draft 2020-12. Nothing within a service is required there, as it may stand in <c>defaults</c>; that, and what holds between keys, is
    /// for <see cref="ConfigReader"/> to say.
    /// </summary>
    public static string Generate()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var schema = new Utf8JsonWriter(buffer, Readable))
        {
            schema.WriteStartObject();
            schema.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.WriteString("title", "Configuration of service-watchdog");
            FileFormat.Keys.WriteSchema(schema, FileFormat.Blank(""));
            schema.WriteStartArray("required");
            foreach (var key in FileFormat.Keys.Keys.Where(key => key.Required)) schema.WriteStringValue(key.Name);
            schema.WriteEndArray();
            schema.WriteStartObject("$defs");
            schema.WriteStartObject("service");
            ServiceFormat.Keys.WriteSchema(schema, ServiceFormat.Blank());
            schema.WriteEndObject();
            schema.WriteEndObject();
            schema.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
