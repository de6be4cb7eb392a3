using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>The owner's end of a lease: it lasts while this is not disposed of and the process lives.</summary>
internal sealed class HeldLease(HttpResponseMessage response, Stream lines) : IDisposable
{
    private readonly byte[] _buffer = new byte[8 << 10];
    private int _length;

    /// <summary>The daemon's next word: first that it stands, then why it has ended. Null when the daemon has gone, or says nothing that we understand.</summary>
    public async Task<Reason?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
            if (end >= 0) return Take(end);
            var read = await ReadAsync(cancel);
            if (read == 0) return _length > 0 && _length < _buffer.Length ? Take(_length) : null;
            _length += read;
        }
    }

    public void Dispose() => response.Dispose();

    private Reason? Take(int end)
    {
        try
        {
            return JsonSerializer.Deserialize(_buffer.AsSpan(0, end), WebJson.Default.Reason);
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            var rest = Math.Min(end + 1, _length);
            _buffer.AsSpan(rest, _length - rest).CopyTo(_buffer);
            _length -= rest;
        }
    }

    private async Task<int> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return await lines.ReadAsync(_buffer.AsMemory(_length), cancel);
        }
        catch (Exception gone) when (gone is IOException or HttpRequestException)
        {
            return 0;
        }
    }
}
