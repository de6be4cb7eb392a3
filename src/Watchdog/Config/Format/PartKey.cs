using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A key of a part, standing in the whole: <c>url</c> of a check's target.</summary>
/// <param name="key">The key of the part.</param>
/// <param name="get">The part; null when the whole has another one, to which this key does not apply.</param>
/// <param name="set">The whole with that part.</param>
/// <param name="blank">The part with every key left out.</param>
/// <param name="only">For messages: where it belongs.</param>
internal sealed class PartKey<T, TPart>(Key<TPart> key, Func<T, TPart?> get, Func<T, TPart, T> set, TPart blank, string only)
    : Key<T>(key.Name, key.Doc)
    where TPart : class
{
    public override IEnumerable<string> HomesOf(string name) => key.HomesOf(name);

    public override T Read(T owner, Node node, Findings findings)
    {
        var part = get(owner);
        var read = key.Read(part ?? blank, node, findings);
        if (part is not null) return set(owner, read);
        if (!findings.Partial) findings.Error(node, $"this applies to {only} only; take it out");
        return owner;
    }

    public override void Write(EffectiveWriter output, T owner)
    {
        if (get(owner) is { } part) key.Write(output, part);
    }

    public override void WriteSchema(Utf8JsonWriter schema, T blankOwner) => key.WriteSchema(schema, get(blankOwner) ?? blank);
}
