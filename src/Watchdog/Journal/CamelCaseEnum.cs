using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchdog.Journal;

/// <summary>An enum by its name in camelCase: <c>byItself</c>.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
