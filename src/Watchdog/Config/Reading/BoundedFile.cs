namespace Watchdog.Config.Reading;

/// <summary>A file read whole, up to a limit, or why not, in words.</summary>
/// <param name="Content">Null when it could not be read.</param>
/// <param name="Status">Of the file that was open; null where it cannot be had.</param>
/// <param name="Problem">Why not, and what to do.</param>
internal readonly record struct BoundedFile(byte[]? Content, FileStatus? Status, string Problem)
{
    public static BoundedFile Read(string path, int limit)
    {
        if (path.Length == 0 || path.Contains('\0')) return Failed("this is no file name; give the path of a file");
        try
        {
            if (Directory.Exists(path)) return Failed("this is a folder; name the file in it");

            // Opening a pipe would wait for a writer, reading a device might never end.
            if (FileStatus.Of(path) is { IsRegular: false }) return Failed("this is a pipe or a device; name an ordinary file");
            using var file = File.OpenHandle(path);
            return ReadAll(file, limit);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed("there is no such file; create it, or name another");
        }
        catch (UnauthorizedAccessException)
        {
            return Failed($"user {Environment.UserName} may not read this file; run as its owner, or grant access with chmod or chgrp");
        }
        catch (IOException exception)
        {
            return Failed($"this file cannot be read ({exception.Message}); mend that, or name another");
        }
    }

    private static BoundedFile ReadAll(Microsoft.Win32.SafeHandles.SafeFileHandle file, int limit)
    {
        var buffer = new byte[Math.Min(RandomAccess.GetLength(file), limit) + 1];
        var read = 0;
        while (true)
        {
            var more = RandomAccess.Read(file, buffer.AsSpan(read), read);
            read += more;
            if (read > limit) return Failed($"this file is larger than {Sizes.Format(limit)}, the most that is read; make it smaller");
            if (more == 0) return new BoundedFile(buffer[..read], FileStatus.Of(file), "");

            // It grew while we read, or is one of those that claim to be empty (/proc).
            if (read == buffer.Length) Array.Resize(ref buffer, (int)Math.Min((buffer.Length * 2L) + 4096, limit + 1L));
        }
    }

    private static BoundedFile Failed(string problem) => new(null, null, problem);
}
