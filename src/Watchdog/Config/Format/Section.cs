using System.Buffers;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>The keys of an object.</summary>
/// <param name="keys">In the order in which they are written.</param>
/// <param name="later">Keys of the format that this version does not support yet.</param>
internal sealed class Section<T>(Key<T>[] keys, params string[] later)
{
    public IReadOnlyList<Key<T>> Keys => keys;

    /// <summary>Where a key of that name stands, here (empty) or below: <c>restart.budget</c>.</summary>
    public IEnumerable<string> HomesOf(string name) =>
        (keys.Any(key => key.Name == name && !key.IsIdle) ? [""] : Enumerable.Empty<string>()).Concat(keys.SelectMany(key => key.HomesOf(name).Select(home => Homes.Join(key.Name, home))));

    /// <summary>False when the node is no object. What is wrong within it is reported, and left as it was.</summary>
    public bool TryRead(T owner, Node node, Findings findings, out T read)
    {
        read = owner;
        if (node.Kind != NodeKind.Object)
        {
            if (node.Kind == NodeKind.Unresolved && !findings.Elsewhere) findings.Spoil();
            else findings.Error(node, $"this is no object; write {{ \"{keys[0].Name}\": … }}");
            return false;
        }

        foreach (var member in node.Members) CheckName(node, member, findings);
        foreach (var key in keys)
        {
            if (node.Find(key.Name) is { } value) read = key.Read(read, value, findings);
            else if (key.Required && !findings.Partial) findings.Error(node, $"\"{key.Name}\" is missing here; add it: {Lower(key.Doc)}");
        }

        return true;
    }

    public void Write(EffectiveWriter output, T owner)
    {
        output.Json.WriteStartObject();
        foreach (var key in keys) key.Write(output, owner);
        output.Json.WriteEndObject();
    }

    public bool HasAny(T owner)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(new EffectiveWriter(json, [], reveal: true), owner);
        return buffer.WrittenCount > "{}".Length;
    }

    public void WriteSchema(Utf8JsonWriter schema, T blank, bool allowsNull = false)
    {
        SchemaType.Write(schema, "object", allowsNull);
        schema.WriteBoolean("additionalProperties", false);
        schema.WriteStartObject("properties");
        foreach (var key in keys)
        {
            schema.WriteStartObject(key.Name);
            schema.WriteString("description", key.Doc);
            key.WriteSchema(schema, blank);
            schema.WriteEndObject();
        }

        schema.WriteEndObject();
    }

    private void CheckName(Node node, in Member member, Findings findings)
    {
        var name = member.Name;
        if (keys.Any(key => key.Name == name)) return;
        if (later.Contains(name))
        {
            findings.Error(node, member, $"\"{name}\" is not supported by this version yet; take it out");
            return;
        }

        // Its own name, in the wrong place: the least deep of its places was meant.
        if (Homes.Told(HomesOf(name)) is { } home)
        {
            findings.Error(node, member, $"there is no such key here; \"{name}\" belongs under {home}");
            return;
        }

        var nearest = Nearest.To(name, keys.Select(key => key.Name));
        var help = nearest is null ? $"the keys here are {string.Join(", ", keys.Select(key => key.Name))}"
            : $"did you mean \"{nearest}\"?";
        findings.Error(node, member, $"there is no such key; {help}");
    }

    private static string Lower(string doc) => char.ToLowerInvariant(doc[0]) + doc[1..];
}
