using System.Text.Json.Serialization;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Web;

/// <summary>What goes over the control socket and out of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters =
    [
        typeof(SecondsConverter), typeof(UtcConverter), typeof(CamelCaseEnum<Phase>), typeof(CamelCaseEnum<Hold>), typeof(CamelCaseEnum<Verdict>),
        typeof(CamelCaseEnum<PauseKind>),
    ])]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(TaskReport))]
[JsonSerializable(typeof(TaskStopRequest))]
[JsonSerializable(typeof(BundleTaken))]
[JsonSerializable(typeof(Reason))]
internal sealed partial class WebJson : JsonSerializerContext;
