using System.Collections.Immutable;
using System.Text.Json;

namespace Watchdog.Probes;

/// <summary>Which sub-check of a health answer fails: those that a restart cannot mend, or another.</summary>
internal static class SubChecks
{
    private static readonly HashSet<string> Failing = new(StringComparer.OrdinalIgnoreCase)
    {
        "fail", "failed", "failing", "failure", "error", "down", "unhealthy", "critical", "dead", "unavailable", "unreachable", "timeout", "false",
    };

    /// <summary>Members that sum their neighbours up, or tell the state of what they stand in.</summary>
    private static readonly HashSet<string> Summary = new(StringComparer.OrdinalIgnoreCase) { "status", "state", "health", "healthy", "ok", "success", "result" };

    /// <summary>
    /// The first of <paramref name="alertOnly"/> that fails, when nothing beside it fails: no neighbour on its way up to the root, but for those also
    /// named and for the sums. Null when none of them fails, or something else does.
    /// </summary>
    public static string? OnlyFailing(JsonElement root, ImmutableArray<string> alertOnly)
    {
        string? first = null;
        foreach (var pointer in alertOnly)
        {
            if (pointer.Length == 0 || JsonPointer.Find(root, pointer) is not { } value || !Fails(value))
                continue;
            if (SomethingElseFails(root, pointer, alertOnly))
                return null;
            first ??= pointer;
        }

        return first;
    }

    /// <summary>Whether what stands at <paramref name="pointer"/> is told by a named sub-check: it is one, lies in one, or sums one up.</summary>
    public static bool Covers(ImmutableArray<string> alertOnly, string pointer)
    {
        var cut = pointer.LastIndexOf('/');
        var isSum = cut >= 0 && Summary.Contains(JsonPointer.Unescape(pointer.AsSpan(cut + 1)));
        foreach (var named in alertOnly)
        {
            if (IsAtOrUnder(pointer, named) || IsAtOrUnder(named, pointer))
                return true;
            if (isSum && IsAtOrUnder(named, pointer[..cut]))
                return true;
        }

        return false;
    }

    private static bool IsAtOrUnder(string pointer, string top) =>
        pointer.StartsWith(top, StringComparison.Ordinal) && (pointer.Length == top.Length || pointer[top.Length] == '/');

    /// <summary><c>false</c>, a word for it, an object whose sum is one of these, or a list of such (health+json has one for each component).</summary>
    private static bool Fails(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => Failing.Contains(value.GetString()!),
        JsonValueKind.Object => value.EnumerateObject().Any(m => Summary.Contains(m.Name) && m.Value.ValueKind != JsonValueKind.Object && Fails(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Fails),
        _ => false,
    };

    private static bool SomethingElseFails(JsonElement root, string pointer, ImmutableArray<string> alertOnly)
    {
        for (var cut = pointer.LastIndexOf('/'); cut >= 0; cut = cut > 0 ? pointer.LastIndexOf('/', cut - 1) : -1)
        {
            var container = pointer[..cut];
            var at = JsonPointer.Find(root, container);
            var neighbours = at?.ValueKind == JsonValueKind.Array ? Items(at.Value) : Members(at!.Value);
            if (neighbours.Any(n => Fails(n.Value) && !Summary.Contains(n.Name) && !Covers(alertOnly, $"{container}/{n.Name}")))
                return true;
        }

        return false;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement at) =>
        at.EnumerateObject().Select(m => (m.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), m.Value));

    private static IEnumerable<(string Name, JsonElement Value)> Items(JsonElement at) =>
        at.EnumerateArray().Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item));
}
