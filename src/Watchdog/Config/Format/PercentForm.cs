using System.Globalization;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A percentage above 0 and up to 100; <c>"off"</c> and <c>null</c> switch it off.</summary>
internal sealed class PercentForm : Form<double?>
{
    private const string Off = "off";

    public override bool IsUnset(double? value) => false;

    public override void Write(EffectiveWriter output, double? value) =>
        output.Text(value is { } percent ? percent.ToString("0.######", CultureInfo.InvariantCulture) + "%" : Off);

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        SchemaType.Write(schema, "string", orNull: true);
        schema.WriteString("pattern", $"^[0-9.]+%$|[$][{{]|^{Off}$");
    }

    /// <summary>As it stands in every place that takes a percentage.</summary>
    public static bool TryParse(string text, out double percent)
    {
        percent = 0;
        if (!text.EndsWith('%')) return false;
        if (!decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is <= 0 or > 100) return false;
        percent = (double)number;
        return true;
    }

    protected override bool Parse(Node node, Findings findings, out double? value)
    {
        value = null;
        if (node.Kind == NodeKind.Null || node is { Kind: NodeKind.String, Text: Off }) return true;
        if (node.Kind != NodeKind.String || !TryParse(node.Text, out var percent))
        {
            return Wrong(node, findings, $"{Found(node)} is no percentage above 0 and up to 100; write one such as \"80%\", or \"{Off}\"");
        }

        value = percent;
        return true;
    }
}
