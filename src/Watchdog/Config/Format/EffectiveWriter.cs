using System.Collections.Immutable;
using System.Text.Json;

namespace Watchdog.Config.Format;

/// <summary>Writes values as they stand in the file, and knows which of them are secret.</summary>
/// <param name="json">Where to.</param>
/// <param name="masked">Paths of values that came from outside the file.</param>
/// <param name="reveal">Writes secrets as they are: to compare with, never to print.</param>
internal sealed class EffectiveWriter(Utf8JsonWriter json, ImmutableArray<string> masked, bool reveal)
{
    public const string Mask = "***";

    private string _path = "";

    public Utf8JsonWriter Json => json;

    public static string Join(string path, string name) => $"{path}/{name}";

    public void Property(string name, Action write)
    {
        json.WritePropertyName(name);
        Within(name, write);
    }

    public void Within(string name, Action write)
    {
        var outer = _path;
        _path = Join(outer, name);
        write();
        _path = outer;
    }

    public void Text(string value, bool secret = false)
    {
        if (reveal) json.WriteStringValue(value);
        else if (secret || masked.Contains(_path)) json.WriteStringValue(Mask);
        else json.WriteStringValue(value.Replace("${", "$${", StringComparison.Ordinal));
    }

    /// <summary>A value of any type, masked as a whole when a part of it is secret.</summary>
    public void Element(JsonElement value)
    {
        if (!reveal && masked.Any(path => path == _path || path.StartsWith(Join(_path, ""),
            StringComparison.Ordinal))) json.WriteStringValue(Mask);
        else if (reveal) value.WriteTo(json);
        else WriteEscaped(value);
    }

    private void WriteEscaped(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    WriteEscaped(property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteEscaped(item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                Text(value.GetString()!);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
