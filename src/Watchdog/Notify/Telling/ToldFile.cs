using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Notify.Telling;

/// <summary>What people know, as it lies on the disk.</summary>
/// <param name="Version">Of this format; see <see cref="Current"/>.</param>
/// <param name="Services">By name; only those of which there is something to remember.</param>
/// <param name="Host">The incident of the whole host; null for none.</param>
internal sealed record ToldFile(int Version, ImmutableDictionary<string, ToldService> Services, ToldHost? Host)
{
    public const int Current = 1;

    /// <summary>Larger files are not ours.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Of incidents of the whole host.</summary>
    public Often HostOften { get => field ?? Often.Never; init; }

    public static ToldFile Nothing { get; } = new(Current, ImmutableDictionary<string, ToldService>.Empty, null);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(CamelCaseEnum<AlertLevel>), typeof(CamelCaseEnum<MessageKind>), typeof(CamelCaseEnum<Severity>)])]
[JsonSerializable(typeof(ToldFile))]
internal sealed partial class ToldJson : JsonSerializerContext;
