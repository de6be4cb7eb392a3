using System.Net;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class PlacesTests
{
    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1:80 0.0.0.0:80 [::]:80", "127.0.0.1:80")]
    [InlineData("127.0.0.1:80", "127.0.0.1:80 127.0.0.1:80", "127.0.0.1:80 127.0.0.1:80")]
    [InlineData("127.0.0.1:80", "127.0.0.2:80 0.0.0.0:80 [::]:80", "0.0.0.0:80")]
    [InlineData("127.0.0.1:80", "127.0.0.2:80 [::]:80", "[::]:80")]
    [InlineData("127.0.0.1:80", "[::1]:80 0.0.0.0:81", "")]
    [InlineData("[::1]:80", "[::1]:80 [::]:80", "[::1]:80")]
    [InlineData("[::1]:80", "0.0.0.0:80 [::]:80", "[::]:80")]
    [InlineData("[::1]:80", "0.0.0.0:80", "")]
    [InlineData("0.0.0.0:80", "127.0.0.1:80 0.0.0.0:80", "127.0.0.1:80")]
    [InlineData("[::ffff:127.0.0.1]:80", "0.0.0.0:80 [::]:80", "0.0.0.0:80")]
    public void ListenersFor_SeveralListeners_TakesThoseThatTheKernelWould(string target, string listeners, string expected)
    {
        var taken = Places.ListenersFor(Places.Target(IPEndPoint.Parse(target)), Listening(listeners));

        Assert.Equal(expected, string.Join(' ', taken.Select(row => row.Local)));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [InlineData(null, 1)]
    public void ListenersFor_AnyIpv6ForIpv4_IsTakenUnlessItIsKnownNotToTakeIpv4(bool? onlyV6, int expected)
    {
        var row = Listening("[::]:80")[0] with { OnlyV6 = onlyV6 };

        Assert.Equal(expected, Places.ListenersFor(IPEndPoint.Parse("127.0.0.1:80"), [row]).Count);
    }

    [Theory]
    [InlineData("127.0.0.1:80", "0.0.0.0:80", "127.0.0.1:80 10.0.0.1:80")]
    [InlineData("127.0.0.1:80", "127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("127.0.0.1:80", "0.0.0.0:80 10.0.0.1:80", "127.0.0.1:80")]
    [InlineData("[::1]:80", "[::]:80", "127.0.0.1:80 10.0.0.1:80")]
    [InlineData("127.0.0.1:80", "", "127.0.0.1:80 10.0.0.1:80")]
    public void ConnectionsOf_SeveralListeners_TakesThoseOfTheTargetsListener(string target, string listeners, string expected)
    {
        var connected = Listening("127.0.0.1:80 10.0.0.1:80").Select(row => row with { State = SocketState.Established });

        var taken = Places.ConnectionsOf(IPEndPoint.Parse(target), [.. Listening(listeners), .. connected]);

        Assert.Equal(expected, string.Join(' ', taken.Select(row => row.Local)));
    }

    [Fact]
    public void ConnectionsOf_SeveralStates_CountsEachOnce()
    {
        var row = Listening("127.0.0.1:80")[0];
        var look = ConnectionLook.Of(
            [
                Connected(SocketState.Established, 7, 1), Connected(SocketState.Established, 8, 2),
                Connected(SocketState.CloseWait, 9, 3),
                Connected(SocketState.Established, 0, 4), Connected(SocketState.CloseWait, 0, 5),
                // FIN_WAIT2 and TIME_WAIT have no inode either, and wait for nobody.
                Connected((SocketState)5, 0, 6), Connected((SocketState)6, 0, 7),
            ],
            cut: false);

        Assert.Equal((2, 1, 2, 2, 1), (look.Established, look.CloseWait, look.Others, look.WaitingCount, look.WaitingClosed));
        Assert.True(look.IsWaiting(IPEndPoint.Parse("127.0.0.1:4")));
        Assert.True(look.IsWaiting(IPEndPoint.Parse("[::ffff:127.0.0.1]:5")));
        Assert.False(look.IsWaiting(IPEndPoint.Parse("127.0.0.1:1")));

        TcpRow Connected(SocketState state, long inode, int client) =>
            row with { State = state, Inode = inode, Remote = new IPEndPoint(IPAddress.Loopback, client) };
    }

    private static List<TcpRow> Listening(string places) =>
    [
        .. places.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((place, i) => new TcpRow(SocketState.Listen, IPEndPoint.Parse(place), new IPEndPoint(IPAddress.Any, 0), 0, 0, 0, i + 1, 0, false)),
    ];
}
