namespace Watchdog.Cli.Install;

/// <summary>Reads and compares files; what cannot be read is absent.</summary>
internal static class FileContent
{
    /// <summary>The whole text, or null when it cannot be read or is larger than <paramref name="most"/> bytes.</summary>
    public static string? Read(string path, int most)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= most ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool Same(string one, string other)
    {
        try
        {
            if (!File.Exists(one) || !File.Exists(other))
                return false;

            using var left = File.OpenRead(one);
            using var right = File.OpenRead(other);
            return left.Length == right.Length && Same(left, right);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Same(FileStream left, FileStream right)
    {
        var (a, b) = (new byte[1 << 16], new byte[1 << 16]);
        while (left.ReadAtLeast(a, a.Length, throwOnEndOfStream: false) is var count and > 0)
        {
            if (right.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) != count || !a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count)))
                return false;
        }

        return true;
    }
}
