using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>Notifiers by name. That there are none is something else than that nothing is said of them.</summary>
internal sealed class NotifyForm(int least = 0) : Form<ImmutableArray<string>?>
{
    private readonly ListForm<string?> _names = new(new TextForm("the name of a notifier"), "[\"ops\"]", least);

    public override bool IsUnset(ImmutableArray<string>? value) => value is null or { IsDefault: true };

    public override void Write(EffectiveWriter output, ImmutableArray<string>? value) => _names.Write(output, ImmutableArray.CreateRange(value!.Value, name => (string?)name));

    public override void WriteSchema(Utf8JsonWriter schema) => _names.WriteSchema(schema);

    protected override bool Parse(Node node, Findings findings, out ImmutableArray<string>? value)
    {
        value = null;
        if (!_names.TryRead(node, findings, out var names)) return false;

        value = ImmutableArray.CreateRange(names, name => name!);
        return true;
    }
}
