using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

internal sealed class BoolForm : Form<bool>
{
    public override void Write(EffectiveWriter output, bool value) => output.Json.WriteBooleanValue(value);

    public override void WriteSchema(Utf8JsonWriter schema) => schema.WriteString("type", "boolean");

    protected override bool Parse(Node node, Findings findings, out bool value)
    {
        value = node.Text == "true";
        return node.Kind == NodeKind.Boolean || Wrong(node, findings,
            $"{Found(node)} is not possible here; write true or false, without quotes");
    }
}
