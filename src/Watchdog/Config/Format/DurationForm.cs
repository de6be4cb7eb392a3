using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A duration within bounds.</summary>
/// <param name="least">The shortest that makes sense.</param>
/// <param name="most">The longest that makes sense.</param>
/// <param name="off">Whether <c>"off"</c> and <c>null</c> switch it off.</param>
internal sealed class DurationForm(TimeSpan least, TimeSpan most, bool off = false) : Form<TimeSpan?>
{
    private const string Off = "off";

    public override bool IsUnset(TimeSpan? value) => value is null && !off;

    public override void Write(EffectiveWriter output, TimeSpan? value) =>
        output.Text(value is { } duration ? Durations.Format(duration) : Off);

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        SchemaType.Write(schema, "string", off);
        schema.WriteString("pattern", $"{Durations.Pattern}|[$][{{]{(off ? $"|^{Off}$" : "")}");
    }

    protected override bool Parse(Node node, Findings findings, out TimeSpan? value)
    {
        value = null;
        if (off && (node.Kind == NodeKind.Null || node is { Kind: NodeKind.String, Text: Off })) return true;
        if (node.Kind == NodeKind.Number) return Wrong(node, findings,
            $"{node.Text} has no unit; write a duration such as \"{Digits(node.Text)}s\"");
        if (node.Kind != NodeKind.String || !Durations.TryParse(node.Text, out var duration))
        {
            return Wrong(node, findings, $"{Found(node)} is no duration; write whole numbers with ms, s, m, h or d, the largest first, such as \"15s\" or \"1h30m\"");
        }

        if (duration < least) return Wrong(node, findings, $"{Found(node)} is too short; the least is {Durations.Format(least)}{(off ? $", and \"{Off}\" switches it off" : "")}");
        if (duration > most) return Wrong(node, findings, $"{Found(node)} is too long; the most is {Durations.Format(most)}");
        value = duration;
        return true;
    }

    private static string Digits(string number) => number.Length < 8 && number.All(char.IsAsciiDigit) ? number : "15";
}
