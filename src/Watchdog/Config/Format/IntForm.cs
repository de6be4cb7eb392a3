using System.Globalization;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A whole number within bounds.</summary>
internal sealed class IntForm(int least, int most) : Form<int>
{
    public override void Write(EffectiveWriter output, int value) => output.Json.WriteNumberValue(value);

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "integer");
        schema.WriteNumber("minimum", least);
        schema.WriteNumber("maximum", most);
    }

    protected override bool Parse(Node node, Findings findings, out int value)
    {
        value = 0;
        if (node.Kind == NodeKind.Number && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most) return true;
        return Wrong(node, findings, $"{Found(node)} is not possible here; write a whole number from {least} to {most}, without quotes");
    }
}
