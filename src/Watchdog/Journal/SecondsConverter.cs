using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchdog.Journal;

/// <summary>A duration as a number of seconds, exact to the tick (100 ns), so that a replay is exact.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return new TimeSpan(decimal.ToInt64(reader.GetDecimal() * TimeSpan.TicksPerSecond));
        }
        catch (Exception wrong) when (wrong is OverflowException or FormatException)
        {
            throw new JsonException("a duration is out of range", wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
}
