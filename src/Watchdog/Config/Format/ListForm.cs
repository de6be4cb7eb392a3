using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>An array of like values.</summary>
/// <param name="item">One of them.</param>
/// <param name="example">For messages: <c>["redis-cli", "ping"]</c>.</param>
/// <param name="least">How many there must be.</param>
internal sealed class ListForm<T>(Form<T> item, string example, int least = 1) : Form<ImmutableArray<T>>
{
    private const int Most = 1000;

    public override IEnumerable<string> HomesOf(string name) => item.HomesOf(name);

    public override bool IsUnset(ImmutableArray<T> value) => value.IsDefaultOrEmpty;

    public override void Write(EffectiveWriter output, ImmutableArray<T> value)
    {
        output.Json.WriteStartArray();
        for (var i = 0; i < value.Length; i++)
        {
            var one = value[i];
            output.Within($"[{i}]", () => item.Write(output, one));
        }

        output.Json.WriteEndArray();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteStartObject("items");
        item.WriteSchema(schema);
        schema.WriteEndObject();
        if (least > 0) schema.WriteNumber("minItems", least);
    }

    protected override bool Parse(Node node, Findings findings, out ImmutableArray<T> value)
    {
        value = [];
        if (node.Kind != NodeKind.Array) return Wrong(node, findings, $"{Found(node)} is no list; write one such as {example}");
        if (node.Items.Count < least) return Wrong(node, findings, $"this list is too short; write one such as {example}");
        if (node.Items.Count > Most) return Wrong(node, findings, $"this list has {node.Items.Count} entries; the most is {Most}");
        var all = ImmutableArray.CreateBuilder<T>(node.Items.Count);
        foreach (var entry in node.Items)
        {
            if (item.TryRead(entry, findings, out var one)) all.Add(one);
        }

        value = all.ToImmutable();
        return value.Length == node.Items.Count;
    }
}
