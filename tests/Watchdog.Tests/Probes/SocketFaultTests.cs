using System.Net;
using System.Net.Sockets;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

public sealed class SocketFaultTests
{
    [Theory]
    [InlineData(SocketError.TooManyOpenSockets, "127.0.0.1", Look.Unknown, ProbeCodes.OwnDescriptors)]
    [InlineData(SocketError.NoBufferSpaceAvailable, "127.0.0.1", Look.Unknown, ProbeCodes.OwnMemory)]
    [InlineData(SocketError.AddressNotAvailable, "127.0.0.1", Look.Unknown, ProbeCodes.OwnPorts)]
    [InlineData(SocketError.AccessDenied, "10.0.0.1", Look.Unknown, ProbeCodes.OwnAccess)]
    [InlineData(SocketError.AddressNotAvailable, "::1", Look.Failed, ProbeCodes.Unreachable)]
    [InlineData(SocketError.NetworkUnreachable, "10.0.0.1", Look.Failed, ProbeCodes.Unreachable)]
    [InlineData(SocketError.HostUnreachable, "10.0.0.1", Look.Failed, ProbeCodes.Unreachable)]
    [InlineData(SocketError.ConnectionRefused, "10.0.0.1", Look.Failed, ProbeCodes.Refused)]
    [InlineData(SocketError.TimedOut, "10.0.0.1", Look.Failed, ProbeCodes.TimeoutConnect)]
    public void OfConnect_Error_IsTheirsOrOurs(SocketError error, string address, Look look, string code)
    {
        var fault = SocketFaults.OfConnect(new SocketException((int)error), new IPEndPoint(IPAddress.Parse(address), 80), "there");

        Assert.Equal((look, code), (fault.Look, fault.Reason.Code));
    }

    [Theory]
    [InlineData(0.1, "0.1 ms")]
    [InlineData(9.96, "10 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(1500, "1.5 s")]
    [InlineData(10_000, "10 s")]
    [InlineData(120_000, "2 min")]
    public void Duration_AnyLength_ReadsWell(double milliseconds, string words) =>
        Assert.Equal(words, Words.Span(TimeSpan.FromMilliseconds(milliseconds)));
}
