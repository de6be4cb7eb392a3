using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A key whose object sets several things of the same owner: <c>restart: { budget: {…} }</c>.</summary>
internal sealed class GroupKey<T>(string name, Section<T> section, string doc) : Key<T>(name, doc)
{
    public override IEnumerable<string> HomesOf(string name) => section.HomesOf(name);

    public override T Read(T owner, Node node, Findings findings) => section.TryRead(owner, node, findings, out var read) ? read : owner;

    public override void Write(EffectiveWriter output, T owner)
    {
        if (section.HasAny(owner)) output.Property(Name, () => section.Write(output, owner));
    }

    public override void WriteSchema(Utf8JsonWriter schema, T blank) => section.WriteSchema(schema, blank);
}
