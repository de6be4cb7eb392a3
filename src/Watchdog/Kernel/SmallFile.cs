using System.Buffers;
using System.Globalization;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>Reads of the kernel's files, each bounded.</summary>
internal static class SmallFile
{
    private const int Most = 16 << 10;

    /// <summary>At most the first 16 KiB, or null when it cannot be read.</summary>
    public static string? Read(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Most);
        try
        {
            // Shared for writing: no lock is asked for.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var length = file.ReadAtLeast(buffer.AsSpan(0, Most), Most, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The number in a line such as <c>inactive_file 135168</c> or <c>Pss:   192 kB</c>, or null.</summary>
    public static long? Field(string? text, string name)
    {
        foreach (var line in (text ?? "").AsSpan().EnumerateLines())
        {
            if (line.Length <= name.Length || !line.StartsWith(name, StringComparison.Ordinal) || line[name.Length] is not (' ' or '\t'))
                continue;

            var value = line[name.Length..].Trim();
            var end = value.IndexOf(' ');
            return Number(end < 0 ? value : value[..end]);
        }

        return null;
    }

    /// <summary>Null when it is none, or larger than a long (2^64-1 means "not set").</summary>
    public static long? Number(ReadOnlySpan<char> text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
