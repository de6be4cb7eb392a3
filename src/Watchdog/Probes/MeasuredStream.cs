using System.Net.Sockets;

namespace Watchdog.Probes;

/// <summary>A plain connection that tells its look when bytes of the answer come.</summary>
internal sealed class MeasuredStream(Socket socket, HttpLook look) : NetworkStream(socket, ownsSocket: true)
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
