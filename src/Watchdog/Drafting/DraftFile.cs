using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Journal;

namespace Watchdog.Drafting;

/// <summary>Reads a draft as the daemon would, and writes it where nothing is yet.</summary>
internal static class DraftFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>As `watchdog install` writes it: the daemon of the machine is another user than root, who writes this.</summary>
    private const UnixFileMode Readable = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>What our own reader says against it; empty for a draft that can be used.</summary>
    /// <exception cref="IOException">There is no room for a temporary file.</exception>
    public static IReadOnlyList<string> Problems(string text)
    {
        var folder = Directory.CreateTempSubdirectory("watchdog-init-");
        try
        {
            var file = Path.Combine(folder.FullName, "watchdog.json");
            File.WriteAllText(file, text);
            return [.. ConfigReader.Read(file, _ => null, elsewhere: true).Errors.Select(error => error.ToString())];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>All of it or nothing, and never over a file that is there.</summary>
    /// <param name="path">Where; folders are made.</param>
    /// <param name="text">What.</param>
    /// <param name="isRoots">Whether others than its owner have to read it.</param>
    /// <param name="untouched">What may stand there and be replaced: a file that nobody has put anything into.</param>
    /// <returns>False when there is a file of that name already.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static bool TryWrite(string path, string text, bool isRoots, string untouched)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        if (isRoots) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, AtomicFile.FolderMode);

        var temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Environment.ProcessId}.new");
        try
        {
            using (var file = new FileStream(temporary, AtomicFile.New))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            // Whatever the umask says.
            File.SetUnixFileMode(temporary, isRoots ? Readable : Private);
            return TryMove(temporary, full, overwrite: FileContent.Read(full, untouched.Length * 4) == untouched);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool TryMove(string from, string to, bool overwrite)
    {
        try
        {
            File.Move(from, to, overwrite);
            return true;
        }
        catch (IOException) when (Path.Exists(to))
        {
            return false;
        }
    }
}
