using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>
/// How journal lines and state files are written. Whatever is not null is written: source-generated readers give a member that is missing
/// the default of its type, not that of its initializer.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // Figures of services may be anything a double may be.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(SecondsConverter), typeof(UtcConverter),
        typeof(CamelCaseEnum<Phase>), typeof(CamelCaseEnum<Hold>), typeof(CamelCaseEnum<Look>), typeof(CamelCaseEnum<Intent>),
        typeof(CamelCaseEnum<LastEnd>), typeof(CamelCaseEnum<StartKind>), typeof(CamelCaseEnum<UnitState>),
        typeof(CamelCaseEnum<RestartResult>), typeof(CamelCaseEnum<AlertLevel>), typeof(CamelCaseEnum<Verdict>), typeof(CamelCaseEnum<PauseKind>),
        typeof(CamelCaseEnum<Meaning>), typeof(CamelCaseEnum<Listening>), typeof(CamelCaseEnum<ProcessActivity>), typeof(CamelCaseEnum<KeptAlive>),
        typeof(CamelCaseEnum<DumpSignal>), typeof(CamelCaseEnum<IncidentEvent>),
    ])]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(StateFile))]
[JsonSerializable(typeof(StateFileHead))]
[JsonSerializable(typeof(LockHolder))]
[JsonSerializable(typeof(string))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>Files that nobody puts into a web page: quotes and umlauts stay readable.</summary>
    public static JournalJson Lines => Readable.Instance;

    /// <summary>Made after <c>Default</c>: static members of one class, in two files, have no order.</summary>
    private static class Readable
    {
        public static readonly JournalJson Instance =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
