using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A key with a value of its own.</summary>
internal sealed class ValueKey<T, TValue>(string name, Form<TValue> form, Func<T, TValue> get, Func<T, TValue, T> set, string doc)
    : Key<T>(name, doc)
{
    public override IReadOnlyList<string> Essentials => form.Essentials;

    public override IEnumerable<string> HomesOf(string name) => form.HomesOf(name);

    public override T Read(T owner, Node node, Findings findings)
    {
        if (node.Kind == NodeKind.Null && form.AllowsNull) return owner;
        return form.TryRead(node, findings, out var value) ? set(owner, value) : owner;
    }

    public override void Write(EffectiveWriter output, T owner)
    {
        var value = get(owner);
        if (!form.IsUnset(value)) output.Property(Name, () => form.Write(output, value));
    }

    public override void WriteSchema(Utf8JsonWriter schema, T blank)
    {
        form.WriteSchema(schema);
        var value = get(blank);
        if (form.IsUnset(value)) return;
        schema.WritePropertyName("default");
        form.Write(new EffectiveWriter(schema, [], reveal: true), value);
    }
}
