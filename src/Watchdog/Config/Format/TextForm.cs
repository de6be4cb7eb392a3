using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A string.</summary>
/// <param name="what">For messages and the schema: <c>the full path of a file</c>.</param>
/// <param name="problem">What is wrong with a value, without quoting it, or null.</param>
/// <param name="secret">Never printed, wherever it comes from.</param>
/// <param name="anyCharacter">Allows line breaks and other control characters.</param>
/// <param name="normal">Completes it (<c>.service</c>).</param>
/// <param name="standIn">Stands for a value that can only be had elsewhere (see <see cref="Findings.Elsewhere"/>); null: as good as left out.</param>
/// <param name="isName">What the service is known by: nothing can stand for it.</param>
internal sealed class TextForm(
    string what, Func<string, string?>? problem = null, bool secret = false, bool anyCharacter = false, Func<string, string>? normal = null,
    string? standIn = null, bool isName = false)
        : Form<string?>
{
    public override void Write(EffectiveWriter output, string? value) => output.Text(value!, secret);

    public override void WriteSchema(Utf8JsonWriter schema) => schema.WriteString("type", "string");

    protected override bool Parse(Node node, Findings findings, out string? value)
    {
        value = null;
        if (node.Kind != NodeKind.String) return Wrong(node, findings,
            $"{(secret ? "this" : Found(node))} is no string; write {what} in quotes");
        if (node.Text.Length == 0) return Wrong(node, findings, $"this is empty; write {what}");
        if (!anyCharacter && node.Text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0) return Wrong(node, findings,
            "this holds a line break or another control character; take it out");
        if (problem?.Invoke(node.Text) is { } wrong) return Wrong(node, findings, secret ? wrong : $"{Found(node)}: {wrong}");
        value = normal?.Invoke(node.Text) ?? node.Text;
        return true;
    }

    protected override bool TryStandIn(Node node, Findings findings, out string? value)
    {
        value = standIn;
        return isName ? Wrong(node, findings, $"{what} must be known here as well; write it into the file") : value is not null;
    }
}
