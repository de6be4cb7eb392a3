using System.Text.Json.Serialization;
using Watchdog.Journal;

namespace Watchdog.Doctoring;

/// <summary>What <c>watchdog doctor --json</c> prints: an array of findings, empty when all is well.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(CamelCaseEnum<FindingSeverity>)])]
[JsonSerializable(typeof(Finding[]))]
internal sealed partial class FindingsJson : JsonSerializerContext;
