using System.Globalization;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>A time of the day: <c>"03:00"</c>.</summary>
/// <param name="midnight">Whether it may be the end of the day, <c>"24:00"</c>.</param>
internal sealed class TimeOfDayForm(bool midnight = false) : Form<TimeSpan?>
{
    private const string EndOfDay = "24:00";

    public override void Write(EffectiveWriter output, TimeSpan? value) =>
        output.Text(value == TimeSpan.FromDays(1) ? EndOfDay : value!.Value.ToString(@"hh\:mm", CultureInfo.InvariantCulture));

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "string");
        schema.WriteString("pattern", $"^([01][0-9]|2[0-3]):[0-5][0-9]${(midnight ? $"|^{EndOfDay}$" : "")}|[$][{{]");
    }

    protected override bool Parse(Node node, Findings findings, out TimeSpan? value)
    {
        value = midnight && node is { Kind: NodeKind.String, Text: EndOfDay } ? TimeSpan.FromDays(1) : null;
        if (value is not null) return true;
        if (node.Kind != NodeKind.String || !TimeOnly.TryParseExact(node.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return Wrong(node, findings, $"{Found(node)} is no time of the day; write hours and minutes such as \"03:00\" or \"22:30\"");
        }

        value = time.ToTimeSpan();
        return true;
    }
}
