using System.Net.Sockets;

namespace Watchdog.Web;

/// <summary>Who is at the other end of a Unix socket, as the kernel says.</summary>
internal static class PeerCredentials
{
    /// <summary>The user id; null where the system does not tell.</summary>
    public static uint? UserIdOf(Socket socket)
    {
        Span<byte> answer = stackalloc byte[128];
        try
        {
            if (OperatingSystem.IsMacOS())
            {
                // SOL_LOCAL, LOCAL_PEERCRED: struct xucred { u_int version; uid_t uid; … }
                var length = socket.GetRawSocketOption(0, 1, answer);
                return length >= 8 ? BitConverter.ToUInt32(answer[4..]) : null;
            }

            // SOL_SOCKET, SO_PEERCRED: struct ucred { pid_t pid; uid_t uid; gid_t gid; }
            return socket.GetRawSocketOption(1, 17, answer) >= 12 ? BitConverter.ToUInt32(answer[4..]) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
