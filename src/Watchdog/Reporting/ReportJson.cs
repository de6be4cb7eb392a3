using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>What comes out of <c>report --json</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters =
    [
        typeof(SecondsConverter), typeof(UtcConverter), typeof(CamelCaseEnum<Standing>), typeof(CamelCaseEnum<IncidentOutcome>),
        typeof(CamelCaseEnum<IncidentEvent>), typeof(CamelCaseEnum<AlertLevel>),
    ])]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static string Of(Report report) => JsonSerializer.Serialize(report, Readable.Instance.Report);

    /// <summary>Made after <c>Default</c>: static members of one class, in two files, have no order.</summary>
    private static class Readable
    {
        public static readonly ReportJson Instance = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
