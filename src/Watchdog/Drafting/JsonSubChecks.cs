using System.Text.Json;

namespace Watchdog.Drafting;

/// <summary>The sub-checks of a health answer. Pure.</summary>
internal static class JsonSubChecks
{
    /// <summary>Where they stand: health+json, Spring, MicroProfile, ASP.NET, Terminus.</summary>
    private static readonly string[] s_containers = ["checks", "components", "dependencies", "services", "entries", "results", "details", "subsystems"];

    private const int Most = 8;

    /// <summary>Whether there are any, and the pointers of those that look at something outside, which a restart does not mend.</summary>
    public static (bool Any, IReadOnlyList<string> Outside) Of(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
        {
            if (!s_containers.Contains(member.Name, StringComparer.OrdinalIgnoreCase)) continue;
            if (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() > 0) return (true, []);
            if (member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().Any())
                return (true, [.. Outside(member.Value).Select(name => $"/{member.Name}/{name}").Take(Most)]);
        }

        return (false, []);
    }

    private static IEnumerable<string> Outside(JsonElement container)
    {
        foreach (var check in container.EnumerateObject())
        {
            // health+json has a list for each.
            var isCheck = check.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Object
                || (check.Value.ValueKind == JsonValueKind.Array && check.Value.GetArrayLength() > 0);
            if (isCheck && JsonShape.IsPlain(check.Name) && HealthWords.IsOutside(check.Name)) yield return check.Name;
        }
    }
}
