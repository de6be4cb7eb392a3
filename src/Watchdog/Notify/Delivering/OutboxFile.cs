using System.Collections.Immutable;
using Watchdog.Journal;

namespace Watchdog.Notify.Delivering;

/// <summary>A message as it lies in the outbox.</summary>
/// <param name="Version">1.</param>
/// <param name="Added">When it was put there.</param>
/// <param name="Notifiers">To whom; who has got it already stands in <see cref="OutboxHistory"/>.</param>
/// <param name="NotBefore">Held back until then; null: not held.</param>
/// <param name="Message">What.</param>
internal sealed record OutboxFile(int Version, DateTimeOffset Added, ImmutableArray<string> Notifiers, DateTimeOffset? NotBefore, Message Message)
{
    public const int Current = 1;
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcConverter), typeof(CamelCaseEnum<MessageKind>), typeof(CamelCaseEnum<Core.AlertLevel>), typeof(CamelCaseEnum<Config.Severity>)])]
[System.Text.Json.Serialization.JsonSerializable(typeof(OutboxFile))]
internal sealed partial class OutboxJson : System.Text.Json.Serialization.JsonSerializerContext;
