using System.Text.Json;

namespace Watchdog.Config.Format;

internal static class SchemaType
{
    public static void Write(Utf8JsonWriter schema, string type, bool orNull)
    {
        if (!orNull)
        {
            schema.WriteString("type", type);
            return;
        }

        schema.WriteStartArray("type");
        schema.WriteStringValue(type);
        schema.WriteStringValue("null");
        schema.WriteEndArray();
    }
}
