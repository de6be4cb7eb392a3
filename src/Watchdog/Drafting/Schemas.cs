using Watchdog.Cli.Install;

namespace Watchdog.Drafting;

/// <summary>Finds the JSON schema for editors, where somebody has put it.</summary>
internal static class Schemas
{
    private const string Name = "watchdog.schema.json";

    /// <returns>As it is named in the file: by its name alone where it lies beside it. Null for nowhere.</returns>
    public static string? Find(string path, Func<string, bool> exists)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && exists(Path.Combine(folder, Name))) return $"./{Name}";
        return Array.Find([$"/usr/local/share/{Layout.Name}/{Name}", $"/usr/share/{Layout.Name}/{Name}"], file => exists(file));
    }
}
