using System.Text;

namespace Watchdog.Evidence;

/// <summary>One file of a bundle.</summary>
internal sealed class BundleFile(string path, string collector, LineRedactor redactor)
{
    private readonly Lock _gate = new();
    private long _bytes;
    private int _lines;
    private bool _full;

    public string Name { get; } = Path.GetFileName(path);

    public string Collector { get; } = collector;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Lines => Volatile.Read(ref _lines);

    /// <param name="text">Whole lines.</param>
    /// <param name="room">Of the bundle.</param>
    /// <returns>How many lines were written.</returns>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public int Append(string text, Room room)
    {
        lock (_gate)
        {
            var content = Encoding.UTF8.GetBytes(redactor.Hide(text));
            if (content.Length == 0) return 0;

            var granted = _full ? 0 : room.Take(content.Length);
            return granted == content.Length ? Write(content) : WriteBeginning(content, granted, room);
        }
    }

    private static ReadOnlySpan<byte> Cut => "… (the bundle is full; what came here was left out)\n"u8;

    /// <summary>The whole lines that fit; the end of a file in the middle must not look like its end.</summary>
    private int WriteBeginning(ReadOnlySpan<byte> content, long granted, Room room)
    {
        var fits = content[..(int)Math.Max(0, granted - Cut.Length)];
        var lines = fits[..(fits.LastIndexOf((byte)'\n') + 1)];
        var cut = granted < Cut.Length ? [] : Cut;
        room.Settle(unused: granted - lines.Length - cut.Length, lost: content.Length - lines.Length);
        if (cut.IsEmpty) return 0;

        _full = true;
        return Write([.. lines, .. cut]);
    }

    private int Write(ReadOnlySpan<byte> content)
    {
        using (var file = new FileStream(path, Options)) file.Write(content);
        Interlocked.Add(ref _bytes, content.Length);
        var lines = content.Count((byte)'\n');
        Interlocked.Add(ref _lines, lines);
        return lines;
    }

    private static FileStreamOptions Options => new()
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };
}
