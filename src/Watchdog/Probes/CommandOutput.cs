using System.Buffers;
using System.Text;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>The first 2 KiB of one output of a command; the rest is read and dropped, so that the command never waits for us.</summary>
internal sealed class CommandOutput
{
    private const int Kept = 2048;

    private readonly byte[] kept = new byte[Kept];
    private int length;

    /// <summary>Ends with the stream or, quietly, when cancelled.</summary>
    public async Task DrainAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
                Keep(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // What came is enough.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The first line that is not blank, for a sentence; null when there is none.</summary>
    public string? FirstLine()
    {
        foreach (var line in Encoding.UTF8.GetString(kept, 0, length).AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                return Words.Line(line.Trim().ToString(), 160);
        }

        return null;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..Math.Min(bytes.Length, Kept - length)];
        part.CopyTo(kept.AsSpan(length));
        length += part.Length;
    }
}
