namespace Watchdog.Config.Format;

/// <summary>Where keys belong, for messages: paths such as <c>restart.budget</c>.</summary>
internal static class Homes
{
    /// <summary>In a path, for whatever the user calls it.</summary>
    public const string AnyName = "NAME";

    public static string Join(string outer, string inner) => inner.Length == 0 ? outer : $"{outer}.{inner}";

    /// <returns>The least deep of them: <c>"liveness", "memory" or "checks.NAME"</c>; null for none.</returns>
    public static string? Told(IEnumerable<string> homes)
    {
        if (homes.ToLookup(Depth).MinBy(level => level.Key) is not { } nearest) return null;

        string[] all = [.. nearest.Select(home => $"\"{home}\"")];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    /// <summary>A name of the user's own leads no deeper.</summary>
    private static int Depth(string path) => path.Split('.').Count(part => part != AnyName);
}
