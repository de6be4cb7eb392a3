using System.Text.Json;

namespace Watchdog.Drafting;

/// <summary>What stands where in a JSON answer, without the values. Pure.</summary>
internal static class JsonShape
{
    private const int MostLeaves = 200;
    private const int MostLevels = 6;
    private const int LongestName = 64;

    /// <summary>The pointers of its leaves, sorted.</summary>
    public static string Of(JsonElement root) => string.Join(' ', Leaves(root).Select(leaf => leaf.Pointer).Order(StringComparer.Ordinal));

    /// <summary>The whole numbers in it, by their pointers.</summary>
    public static IReadOnlyDictionary<string, long> Numbers(JsonElement root)
    {
        var numbers = new Dictionary<string, long>();
        foreach (var (pointer, value) in Leaves(root))
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)) numbers[pointer] = number;
        }

        return numbers;
    }

    /// <summary>Whether a name can stand in a pointer as it is, and for itself in our format.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or ' ');

    /// <summary>The first 200 of objects in objects, six levels deep; lists may be of another length next time.</summary>
    private static List<(string Pointer, JsonElement Value)> Leaves(JsonElement root)
    {
        var leaves = new List<(string, JsonElement)>();
        Add(root, "", 0, leaves);
        return leaves;
    }

    private static void Add(JsonElement at, string pointer, int level, List<(string, JsonElement)> leaves)
    {
        if (leaves.Count >= MostLeaves) return;
        if (at.ValueKind != JsonValueKind.Object || level >= MostLevels)
        {
            leaves.Add((pointer, at));
            return;
        }

        foreach (var member in at.EnumerateObject())
        {
            if (IsPlain(member.Name)) Add(member.Value, $"{pointer}/{member.Name}", level + 1, leaves);
        }
    }
}
