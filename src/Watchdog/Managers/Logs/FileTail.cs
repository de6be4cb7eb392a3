using System.Text;

namespace Watchdog.Managers.Logs;

/// <summary>The end of a file.</summary>
internal static class FileTail
{
    private const int MostBytes = 1 << 20;

    /// <summary>The last lines, of the last MiB at most. Blocks where the disk does.</summary>
    public static LogRead Read(string path, int most)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var from = Math.Max(0, RandomAccess.GetLength(file) - MostBytes);
            var bytes = new byte[MostBytes];
            var text = Encoding.UTF8.GetString(bytes.AsSpan(0, RandomAccess.Read(file, bytes, from)));
            // The first line has lost its begin.
            var lines = LogText.Lines(from == 0 ? text : text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
            return new LogRead(lines.Length > most ? lines[^most..] : lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var advice = failure is UnauthorizedAccessException && !Environment.IsPrivilegedProcess ? ": run this as root, or as who owns it" : "";
            return LogRead.NotSeen("log-unreadable", $"{path} cannot be read ({failure.Message}){advice}");
        }
    }
}
