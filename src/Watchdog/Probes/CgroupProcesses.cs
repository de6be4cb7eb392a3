using System.Globalization;

namespace Watchdog.Probes;

/// <summary>The processes of a control group and of those below it, in either layout.</summary>
internal static class CgroupProcesses
{
    /// <summary>More belong to no service that anyone restarts.</summary>
    private const int Most = 4096;

    private const int MostFolders = 256;

    /// <param name="root">Where cgroups are mounted: <c>/sys/fs/cgroup</c>.</param>
    /// <param name="controlGroup">The unit's ControlGroup.</param>
    /// <returns>Empty where it cannot be read. Never throws.</returns>
    public static List<int> Read(string root, string controlGroup)
    {
        var path = controlGroup.Trim('/');
        if (path.Length == 0 || path.Split('/').Contains("..")) return [];

        foreach (var folder in (string[])[Path.Combine(root, path), Path.Combine(root, "unified", path), Path.Combine(root, "systemd", path)])
        {
            if (File.Exists(Path.Combine(folder, "cgroup.procs"))) return Below(folder);
        }

        return [];
    }

    private static List<int> Below(string top)
    {
        var (members, folders) = (new List<int>(), new List<string> { top });
        for (var i = 0; i < folders.Count && folders.Count < MostFolders; i++)
        {
            Add(members, Path.Combine(folders[i], "cgroup.procs"));
            try
            {
                folders.AddRange(Directory.EnumerateDirectories(folders[i]));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone in this moment, and its processes with it.
            }
        }

        return members;
    }

    private static void Add(List<int> members, string file)
    {
        var text = SmallFile.Read(file) ?? "";
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].AsSpan().EnumerateLines())
        {
            if (members.Count < Most && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0) members.Add(pid);
        }
    }
}
