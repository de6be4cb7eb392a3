using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>An object whose keys are the user's own.</summary>
/// <param name="valueOf">The form of the value with that key; for the schema it is asked for an empty key.</param>
/// <param name="example">For messages.</param>
/// <param name="problem">What is wrong with a key, or null.</param>
internal sealed class MapForm<T>(Func<string, Form<T>> valueOf, string example, Func<string, string?> problem)
    : Form<ImmutableArray<KeyValuePair<string, T>>>
{
    public override IEnumerable<string> HomesOf(string name) => valueOf("").HomesOf(name).Select(home => Homes.Join(Homes.AnyName, home));

    public override bool IsUnset(ImmutableArray<KeyValuePair<string, T>> value) => value.IsDefaultOrEmpty;

    public override void Write(EffectiveWriter output, ImmutableArray<KeyValuePair<string, T>> value)
    {
        output.Json.WriteStartObject();
        foreach (var (key, one) in value) output.Property(key, () => valueOf(key).Write(output, one));
        output.Json.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("additionalProperties");
        valueOf("").WriteSchema(schema);
        schema.WriteEndObject();
    }

    protected override bool Parse(Node node, Findings findings, out ImmutableArray<KeyValuePair<string, T>> value)
    {
        value = [];
        if (node.Kind != NodeKind.Object) return Wrong(node, findings, $"{Found(node)} is no object; write one such as {example}");
        var all = ImmutableArray.CreateBuilder<KeyValuePair<string, T>>(node.Members.Count);
        foreach (var member in node.Members)
        {
            var form = valueOf(member.Name);
            if (problem(member.Name) is { } wrong) findings.Error(node, member, wrong);
            else if (member.Value.Kind == NodeKind.Null && form.AllowsNull) continue;
            else if (form.TryRead(member.Value, findings, out var one)) all.Add(new(member.Name, one));
        }

        value = all.ToImmutable();
        return true;
    }
}
