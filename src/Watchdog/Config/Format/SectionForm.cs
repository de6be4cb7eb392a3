using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>An object that is a value of its own.</summary>
/// <param name="section">Its keys.</param>
/// <param name="blank">What it is with every key left out.</param>
/// <param name="essentials">See <see cref="Form{T}.Essentials"/>.</param>
internal sealed class SectionForm<T, TBase>(Section<T> section, T blank, params string[] essentials) : Form<TBase?>
    where T : class, TBase
    where TBase : class
{
    public override bool AllowsNull => true;

    public override IReadOnlyList<string> Essentials => essentials;

    public override IEnumerable<string> HomesOf(string name) => section.HomesOf(name);

    public override bool IsUnset(TBase? value) => value is not T;

    public override void Write(EffectiveWriter output, TBase? value) => section.Write(output, (T)value!);

    public override void WriteSchema(Utf8JsonWriter schema) => section.WriteSchema(schema, blank, allowsNull: true);

    protected override bool Parse(Node node, Findings findings, out TBase? value)
    {
        var read = section.TryRead(blank, node, findings, out var own);
        value = own;
        return read;
    }

    /// <summary>No value of a reference is an object, wherever it can be had.</summary>
    protected override bool TryStandIn(Node node, Findings findings, out TBase? value) => Parse(node, findings, out value);
}
