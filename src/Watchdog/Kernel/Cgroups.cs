using System.Collections.Immutable;
using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>
/// The control groups of the machine: cgroup v2, or the hybrid layout, in which systemd keeps its own tree of v1 beside one of v2. Looks are bounded and
/// never throw.
/// </summary>
/// <param name="root">Where cgroups are mounted: <c>/sys/fs/cgroup</c>.</param>
internal sealed class Cgroups(string root)
{
    private const int MostProcesses = 4096;
    private const int MostFolders = 1024;
    private const int MostGroups = 8192;

    public static Cgroups OfThisMachine { get; } = new("/sys/fs/cgroup");

    /// <summary>The processes in the group and below it, at most 4,096; empty when it has none or cannot be seen.</summary>
    /// <param name="controlGroup">The unit's ControlGroup: <c>/system.slice/hermes-webui.service</c>.</param>
    public ImmutableArray<int> Processes(string controlGroup)
    {
        if (Relative(controlGroup) is not { } path) return [];
        var tree = Array.Find([root, $"{root}/systemd", $"{root}/unified"], tree => Directory.Exists($"{tree}/{path}"));
        if (tree is null) return [];
        return [.. Below($"{tree}/{path}").SelectMany(folder => Pids($"{folder}/cgroup.procs")).Distinct().Take(MostProcesses)];
    }

    /// <summary>The number by which sock_diag tells the group (that of its folder); 0 where there is no cgroup v2 or no such group in it.</summary>
    /// <param name="controlGroup">As above.</param>
    public ulong IdOf(string controlGroup) => FolderInV2(controlGroup) is { } folder ? FileId.Of(folder)?.Inode ?? 0 : 0;

    /// <summary>Whether the group with this number is the unit's, or below it (of the first 1,024); null where neither can be known.</summary>
    /// <param name="controlGroup">As above.</param>
    /// <param name="id">As sock_diag tells it; 0 for unknown.</param>
    public bool? Holds(string controlGroup, ulong id)
    {
        if (id == 0 || IdOf(controlGroup) == 0) return null;
        return Below(FolderInV2(controlGroup)!).Any(folder => FileId.Of(folder)?.Inode == id);
    }

    /// <summary>The groups of cgroup v2 (the first 8,192) by the number by which sock_diag tells them; empty where there is no cgroup v2.</summary>
    public IReadOnlyDictionary<ulong, string> ById()
    {
        var paths = new Dictionary<ulong, string>();
        if (TreeOfV2() is not { } tree) return paths;
        foreach (var folder in Below(tree, MostGroups))
        {
            if (FileId.Of(folder) is { } id) paths[id.Inode] = folder.Length == tree.Length ? "/" : folder[tree.Length..];
        }

        return paths;
    }

    private string? TreeOfV2() => Array.Find([root, $"{root}/unified"], tree => File.Exists($"{tree}/cgroup.controllers"));

    private string? FolderInV2(string controlGroup)
    {
        if (Relative(controlGroup) is not { } path) return null;
        return TreeOfV2() is { } tree && Directory.Exists($"{tree}/{path}") ? $"{tree}/{path}" : null;
    }

    private static IEnumerable<string> Below(string folder, int most = MostFolders)
    {
        var folders = new List<string> { folder };
        for (var i = 0; i < folders.Count; i++)
        {
            yield return folders[i];
            if (folders.Count >= most) continue;
            var read = Folder.Read(folders[i], most * 4);
            folders.AddRange(read.Folders.Take(most - folders.Count).Select(name => $"{folders[i]}/{name}"));
        }
    }

    /// <summary>A read ends after some 16 KiB, perhaps amid a number: only whole lines count.</summary>
    private static IEnumerable<int> Pids(string file)
    {
        var text = SmallFile.Read(file) ?? "";
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n'))
        {
            // 0: a process of another PID namespace.
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0) yield return pid;
        }
    }

    /// <summary>The root is nobody's unit, and would be all of the machine.</summary>
    private static string? Relative(string controlGroup)
    {
        var path = controlGroup.Trim('/');
        return path.Length == 0 || path.Split('/').Contains("..") ? null : path;
    }
}
