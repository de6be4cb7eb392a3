namespace Watchdog.Config.Reading;

/// <summary>Whether anyone but us and root can change a file.</summary>
internal static class FileTrust
{
    /// <summary>Null when nobody else can; otherwise who can, and the command that mends it.</summary>
    public static string? Doubt(string path, FileStatus? opened)
    {
        var full = Path.GetFullPath(path);
        var status = opened ?? FileStatus.Of(full);
        if (status is { OthersMayWrite: true }) return $"others can write this file; run chmod go-w {full}";
        if (status is { } known && OwnerDoubt(known) is { } doubt) return $"this file {doubt} {full}";
        return FolderDoubt(full) ?? (LinkTarget(full) is { } target ? FolderDoubt(target) : null);
    }

    private static string? FolderDoubt(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (FileStatus.Of(folder) is not { } status) continue;
            if (status is { OthersMayWrite: true, IsSticky: false }) return $"others can write the folder {folder} and so replace this file; run chmod go-w {folder}";
            if (OwnerDoubt(status) is { } doubt) return $"the folder {folder} {doubt} {folder}";
        }

        return null;
    }

    private static string? OwnerDoubt(FileStatus status)
    {
        if (status.Owner is not { } owner || owner == 0 || owner == FileStatus.OurUser()) return null;
        return $"belongs to user {owner}, who is neither us nor root and can change it; run chown {(FileStatus.OurUser() == 0 ? "root" : Environment.UserName)}";
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // A loop of links, or gone meanwhile: then it could not have been read either.
            return null;
        }
    }
}
