using System.Globalization;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A size, in bytes or in percent.</summary>
internal readonly record struct Size(long? Bytes, double? Percent);

/// <summary>A size within bounds.</summary>
/// <param name="least">Bytes.</param>
/// <param name="most">Bytes.</param>
/// <param name="percent">Whether <c>"80%"</c> is allowed.</param>
internal sealed class SizeForm(long least, long most, bool percent = false) : Form<Size>
{
    public override void Write(EffectiveWriter output, Size value) => output.Text(
        value.Bytes is { } bytes ? Sizes.Format(bytes) : value.Percent!.Value.ToString("0.######", CultureInfo.InvariantCulture) + "%");

    public override bool IsUnset(Size value) => value == default;

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "string");
        schema.WriteString("pattern", $"{Sizes.Pattern}|[$][{{]{(percent ? "|^[0-9.]+%$" : "")}");
    }

    protected override bool Parse(Node node, Findings findings, out Size value)
    {
        value = default;
        if (node.Kind == NodeKind.Number) return Wrong(node, findings, $"{Found(node)} has no unit; write a size such as \"2000M\"");
        if (node.Kind == NodeKind.String && node.Text.EndsWith('%')) return ParsePercent(node, findings, out value);
        if (node.Kind != NodeKind.String || !Sizes.TryParse(node.Text, out var bytes))
        {
            return Wrong(node, findings, $"{Found(node)} is no size; write a number with K, M, G or T (powers of 1024), such as \"2000M\"{(percent ? ", or \"80%\"" : "")}");
        }

        if (bytes < least) return Wrong(node, findings, $"{Found(node)} is too small; the least is {Sizes.Format(least)} (a number without a unit is bytes)");
        if (bytes > most) return Wrong(node, findings, $"{Found(node)} is too large; the most is {Sizes.Format(most)}");
        value = new Size(bytes, null);
        return true;
    }

    private bool ParsePercent(Node node, Findings findings, out Size value)
    {
        value = default;
        if (!percent) return Wrong(node, findings, $"{Found(node)}: no percentage here; write a size such as \"64M\"");
        if (!PercentForm.TryParse(node.Text, out var number))
        {
            return Wrong(node, findings, $"{Found(node)} is no percentage above 0 and up to 100; write one such as \"80%\"");
        }

        value = new Size(null, number);
        return true;
    }
}
