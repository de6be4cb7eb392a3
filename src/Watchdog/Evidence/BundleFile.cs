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
    /// <param name="mayTake">Whether there is room for so many bytes.</param>
    /// <returns>How many lines were written.</returns>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public int Append(string text, Func<long, bool> mayTake)
    {
        lock (_gate)
        {
            var hidden = redactor.Hide(text);
            var content = Encoding.UTF8.GetBytes(hidden);
            if (content.Length == 0) return 0;
            if (!mayTake(content.Length))
            {
                // The end of a file in the middle must not look like its end.
                if (_full || !mayTake(Cut.Length)) return 0;

                _full = true;
                content = Cut.ToArray();
            }

            return Write(content);
        }
    }

    private static ReadOnlySpan<byte> Cut => "… (the bundle is full; what came here was left out)\n"u8;

    private int Write(byte[] content)
    {
        using (var file = new FileStream(path, Options)) file.Write(content);
        Interlocked.Add(ref _bytes, content.Length);
        var lines = content.AsSpan().Count((byte)'\n');
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
