namespace Watchdog.Drafting;

/// <summary>The folder that a supervisor of runit or s6 keeps, as Linux tells it: they enter it once and stay there.</summary>
internal static class SuperviseFolders
{
    /// <returns>Null where it may not be seen, and for a supervisor in a container, whose paths are none of ours.</returns>
    public static string? Of(int pid)
    {
        var (theirs, ours) = (Link($"/proc/{pid}/ns/mnt"), Link("/proc/self/ns/mnt"));
        return theirs is not null && theirs == ours ? Link($"/proc/{pid}/cwd") : null;
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
