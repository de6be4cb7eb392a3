using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary><c>"auto"</c>, <c>"off"</c>, or a list of tools.</summary>
internal sealed class StacksForm : Form<ImmutableArray<string>>
{
    private const string Off = "off";

    private static readonly ChoiceForm<string> Word = new((EvidenceConfig.Auto, EvidenceConfig.Auto), (Off, Off));

    private static readonly ListForm<string> Tools = new(
        new ChoiceForm<string>(("py-spy", "py-spy"), ("dotnet-stack", "dotnet-stack"), ("jstack", "jstack"), ("gdb", "gdb"), ("eu-stack", "eu-stack")), "[\"py-spy\"]");

    public override bool IsUnset(ImmutableArray<string> value) => value.IsDefault;

    public override void Write(EffectiveWriter output, ImmutableArray<string> value)
    {
        if (value is [] or [EvidenceConfig.Auto]) Word.Write(output, value is [] ? Off : EvidenceConfig.Auto);
        else Tools.Write(output, value);
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteStartArray("anyOf");
        schema.WriteStartObject();
        Word.WriteSchema(schema);
        schema.WriteEndObject();
        schema.WriteStartObject();
        Tools.WriteSchema(schema);
        schema.WriteEndObject();
        schema.WriteEndArray();
    }

    protected override bool Parse(Node node, Findings findings, out ImmutableArray<string> value)
    {
        if (node.Kind == NodeKind.Array) return Tools.TryRead(node, findings, out value);

        var read = Word.TryRead(node, findings, out var word);
        value = word == EvidenceConfig.Auto ? [EvidenceConfig.Auto] : [];
        return read;
    }
}
