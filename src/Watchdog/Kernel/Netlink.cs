using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Watchdog.Kernel;

/// <summary>Asks the kernel's socket diagnosis (sock_diag(7)), which needs no privilege. Takes a millisecond, and never more than two seconds.</summary>
internal static class Netlink
{
    /// <summary>The kernel's own largest datagram has 32 KiB.</summary>
    private const int LargestDatagram = 64 << 10;

    /// <summary>Some 20,000 sockets.</summary>
    private const int MostBytes = 3 << 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>Never throws.</summary>
    public static NetlinkReply Dump(byte[] request)
    {
        using var socket = Syscalls.OpenDiagSocket();
        if (socket.IsInvalid || !Syscalls.TrySetReceiveTimeout(socket, Deadline) || Syscalls.Send(socket, request) != request.Length) return Failed();
        return Read(socket);
    }

    private static NetlinkReply Read(SafeFileHandle socket)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[LargestDatagram];
        var until = Environment.TickCount64 + (long)Deadline.TotalMilliseconds;
        while (bytes.Length < MostBytes && Environment.TickCount64 <= until)
        {
            var length = Syscalls.Receive(socket, buffer);
            if (length < 0 && Marshal.GetLastPInvokeError() == Syscalls.Interrupted) continue;
            if (length <= 0) return bytes.Length == 0 ? Failed() : Whole(0, cut: true);

            bytes.Write(buffer, 0, length);
            if (DiagWire.EndOf(buffer.AsSpan(0, length)) is { } error) return Whole(error, cut: false);
        }

        return Whole(0, cut: true);

        NetlinkReply Whole(int error, bool cut) => new(bytes.ToArray(), error, cut);
    }

    private static NetlinkReply Failed() => new(default, Math.Max(1, Marshal.GetLastPInvokeError()), false);
}
