using System.Net.Sockets;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>What an exception of the HTTP handler says about the service. Its messages quote the answer, so they are not passed on.</summary>
internal static class HttpFaults
{
    public static Fault Of(Exception e, HttpLook look) => ErrorOf(e) switch
    {
        _ when look.WireEnd == WireEnd.Broken || SocketErrorOf(e) is not null =>
            Fault.Sick(ProbeCodes.Reset, $"the connection was reset after {Words.Size(look.BytesCame)} of the answer"),
        _ when look.WireEnd == WireEnd.Closed && look.BytesCame == 0 =>
            Fault.Sick(ProbeCodes.EmptyReply, "the connection was closed without an answer"),
        HttpRequestError.ConfigurationLimitExceeded =>
            Fault.Alert(ProbeCodes.HeadersTooLarge, $"the headers are larger than {ProbeClients.MaxHeaders} KiB; point the check at an answer with fewer"),
        HttpRequestError.InvalidResponse => BadResponse(),
        HttpRequestError.ResponseEnded =>
            Fault.Sick(ProbeCodes.IncompleteReply, $"the connection was closed in the middle of the answer, after {Words.Size(look.BytesCame)}"),
        _ when e is HttpRequestException or IOException => BadResponse(),
        _ => Fault.Ours(e),
    };

    private static Fault BadResponse() => Fault.Sick(ProbeCodes.BadResponse, "the answer is no valid HTTP/1.1");

    private static HttpRequestError? ErrorOf(Exception e) => e switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException io => io.HttpRequestError,
        _ => null,
    };

    private static SocketError? SocketErrorOf(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }
}
