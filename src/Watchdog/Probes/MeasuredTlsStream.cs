using System.Net.Security;

namespace Watchdog.Probes;

/// <summary>A TLS connection that tells its look when bytes of the answer come. The HTTP handler takes an SslStream as it is.</summary>
internal sealed class MeasuredTlsStream(Stream inner, HttpLook look) : SslStream(inner, leaveInnerStreamOpen: false)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return look.Came(await base.ReadAsync(buffer, cancellationToken));
        }
        catch (IOException)
        {
            look.Broke();
            throw;
        }
    }
}
