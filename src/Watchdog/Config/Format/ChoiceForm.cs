using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceForm<T>(params (string Word, T Value)[] choices) : Form<T>
{
    public override void Write(EffectiveWriter output, T value) => output.Text(choices.First(choice => Equals(choice.Value, value)).Word);

    public override bool IsUnset(T value) => !choices.Any(choice => Equals(choice.Value, value));

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteStartArray("enum");
        foreach (var (word, _) in choices) schema.WriteStringValue(word);
        schema.WriteEndArray();
    }

    protected override bool Parse(Node node, Findings findings, out T value)
    {
        value = default!;
        foreach (var choice in choices)
        {
            if (node.Kind != NodeKind.String || choice.Word != node.Text) continue;
            value = choice.Value;
            return true;
        }

        var nearest = node.Kind == NodeKind.String && !node.IsSecret ? Nearest.To(node.Text, choices.Select(choice => choice.Word)) : null;
        var all = string.Join(", ", choices.Select(choice => $"\"{choice.Word}\""));
        return Wrong(node, findings, $"{Found(node)} is not possible here; {(nearest is null ? "" : $"did you mean \"{nearest}\"? ")}write one of {all}");
    }
}
