namespace Watchdog.Journal;

/// <summary>Replaces a file so that, whenever we or the machine stop, either the old or the new content is there, whole.</summary>
internal static class AtomicFile
{
    /// <summary>Of every folder of ours.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A file that must not be there yet, private to us.</summary>
    public static FileStreamOptions New => new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = Mode };

    /// <param name="path">The file. One writer at a time: the temporary file beside it always has the same name.</param>
    /// <param name="content">All of it.</param>
    /// <param name="after">Called after each step; a test may throw there, as if we had been killed.</param>
    /// <exception cref="IOException">It could not be written; the old content stands.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, Action<Step>? after = null)
    {
        var temporary = path + ".tmp";
        try
        {
            // Deleted first: the mode counts only for a file that is created.
            File.Delete(temporary);
            using (var file = new FileStream(temporary, New))
            {
                after?.Invoke(Step.Created);
                file.Write(content);
                after?.Invoke(Step.Written);
                file.Flush(flushToDisk: true);
                after?.Invoke(Step.Synced);
            }

            File.Move(temporary, path, overwrite: true);
            after?.Invoke(Step.Renamed);
            Libc.SyncDirectory(Path.GetDirectoryName(path)!);
            after?.Invoke(Step.FolderSynced);
        }
        catch (IOException)
        {
            // On a full disk the half that was written is in the way of everything else.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A folder of ours, and the one it is in where that is gone too: private to us, like all that we make.</summary>
    public static void CreateFolder(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, FolderMode);
        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>An empty file, private to us; one that another has just made is as good.</summary>
    public static void CreateEmpty(string path) =>
        new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = Mode }).Dispose();

    internal enum Step
    {
        Created,
        Written,
        Synced,
        Renamed,
        FolderSynced,
    }
}
