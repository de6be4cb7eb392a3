using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>Real sockets, by netlink and by /proc/net/tcp.</summary>
public sealed class SocketDiagTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly List<Socket> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-diag-").FullName;

    private static SocketDiag Refused { get; } = new(_ => new NetlinkReply(default, 93, false), "/proc");

    [SkippableTheory]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("0.0.0.0", "127.0.0.1", false)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("::1", "::1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::", "::1", false)]
    [InlineData("::", "127.0.0.1", false)]
    [InlineData("::", "127.0.0.1", true)]
    public void Listeners_ThreeConnectionsNotAccepted_TellsThemAndTheSocket(string bound, string target, bool refused)
    {
        var listener = Listen(IPAddress.Parse(bound));
        var place = new IPEndPoint(IPAddress.Parse(target), ((IPEndPoint)listener.LocalEndPoint!).Port);
        for (var i = 0; i < 3; i++) Connect(place);

        var diag = refused ? Refused : SocketDiag.OfThisMachine;
        var look = Until(() => diag.Listeners(place), look => look.Listeners is [{ Waiting: 3 }]);

        Assert.True(look.IsSeen, look.Unseen.ToString());
        var seen = Assert.Single(look.Listeners);
        Assert.Equal((3, refused ? 0 : 5, InodeOf(listener)), (seen.Waiting, seen.Limit, seen.Inode));
        Assert.Equal(Watchdog.Journal.Libc.UserId, seen.Uid);
        Assert.False(look.Cut);
    }

    [SkippableFact]
    public void Listeners_OnlyIpv6_IsNobodyForIpv4()
    {
        var listener = Listen(IPAddress.IPv6Any, dual: false);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;

        Assert.Empty(SocketDiag.OfThisMachine.Listeners(new IPEndPoint(IPAddress.Loopback, port)).Listeners);
        Assert.Single(SocketDiag.OfThisMachine.Listeners(new IPEndPoint(IPAddress.IPv6Loopback, port)).Listeners);
    }

    [SkippableFact]
    public void Listeners_PortShared_TellsBoth()
    {
        var first = Listen(IPAddress.Loopback, share: true);
        var second = Listen(IPAddress.Loopback, ((IPEndPoint)first.LocalEndPoint!).Port, share: true);

        var look = SocketDiag.OfThisMachine.Listeners(first.LocalEndPoint!);

        Assert.Equal(new long[] { InodeOf(first), InodeOf(second) }.Order(), look.Listeners.Select(listener => listener.Inode).Order());
    }

    [SkippableFact]
    public void Listeners_NobodyThere_AreNone()
    {
        var listener = Listen(IPAddress.Loopback);
        var place = listener.LocalEndPoint!;
        listener.Dispose();

        var look = SocketDiag.OfThisMachine.Listeners(place);

        Assert.True(look.IsSeen);
        Assert.Empty(look.Listeners);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllListeners_TwoOfOursAndAConnection_AreBothAndNoMore(bool refused)
    {
        var (one, other) = (Listen(IPAddress.Loopback), Listen(IPAddress.IPv6Any));
        var client = Connect((IPEndPoint)one.LocalEndPoint!);

        var (rows, cut, unseen) = (refused ? Refused : SocketDiag.OfThisMachine).AllListeners();

        Assert.Equal((false, null), (cut, unseen.Code));
        Assert.Equal((IPEndPoint)one.LocalEndPoint!, Assert.Single(rows, row => row.Inode == InodeOf(one)).Local);
        Assert.Equal((IPEndPoint)other.LocalEndPoint!, Assert.Single(rows, row => row.Inode == InodeOf(other)).Local);
        Assert.DoesNotContain(rows, row => row.Inode == InodeOf(client));
    }

    [SkippableFact]
    public void Listeners_UnixSocket_IsFoundByItsFileAndThroughALink()
    {
        var path = Path.Combine(_folder, "s");
        var listener = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(4);
        for (var i = 0; i < 2; i++) Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)).Connect(new UnixDomainSocketEndPoint(path));
        Directory.CreateSymbolicLink(_folder + "/link", _folder);

        foreach (var name in (string[])[path, Path.Combine(_folder, "link", "s")])
        {
            var seen = Assert.Single(SocketDiag.OfThisMachine.Listeners(new UnixDomainSocketEndPoint(name)).Listeners);
            Assert.Equal((2, 4, InodeOf(listener)), (seen.Waiting, seen.Limit, seen.Inode));
            Assert.Equal(Watchdog.Journal.Libc.UserId, seen.Uid);
        }

        Assert.Empty(SocketDiag.OfThisMachine.Listeners(new UnixDomainSocketEndPoint(path + "2")).Listeners);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connections_AcceptedAndWaitingAndClosed_AreToldApart(bool refused)
    {
        var diag = refused ? Refused : SocketDiag.OfThisMachine;
        var listener = Listen(IPAddress.Loopback);
        var place = (IPEndPoint)listener.LocalEndPoint!;
        var accepted = Connect(place);
        var closed = Connect(place);
        var server = new[] { Keep(listener.Accept()), Keep(listener.Accept()) };
        var waiting = Connect(place);
        var gone = Connect(place);
        closed.Shutdown(SocketShutdown.Send);
        gone.Shutdown(SocketShutdown.Send);

        var look = Until(() => diag.Connections(place), look => look is { CloseWait: 1, WaitingClosed: 1 });

        Assert.True(look.IsSeen);
        Assert.Equal((1, 1, 0, 2, 1), (look.Established, look.CloseWait, look.Others, look.WaitingCount, look.WaitingClosed));
        Assert.True(look.IsWaiting((IPEndPoint)waiting.LocalEndPoint!));
        Assert.True(look.IsWaiting((IPEndPoint)gone.LocalEndPoint!));
        Assert.False(look.IsWaiting((IPEndPoint)accepted.LocalEndPoint!));
        Assert.Equal(2, server.Length);
    }

    [SkippableFact]
    public void Connections_AcceptedLater_WaitNoMore()
    {
        var listener = Listen(IPAddress.IPv6Any);
        var place = new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);
        var client = (IPEndPoint)Connect(place).LocalEndPoint!;
        Assert.True(Until(() => SocketDiag.OfThisMachine.Connections(place), look => look.WaitingCount == 1).IsWaiting(client));

        Keep(listener.Accept());

        var look = SocketDiag.OfThisMachine.Connections(place);
        Assert.False(look.IsWaiting(client));
        Assert.Equal((1, 0), (look.Established, look.WaitingCount));
    }

    [SkippableFact]
    public void Looks_WhatIsNotToBeSeen_SayWhy()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var nothing = new SocketDiag(_ => new NetlinkReply(default, 1, false), _folder);

        Assert.Equal("sock-diag-refused", nothing.Listeners(new IPEndPoint(IPAddress.Loopback, 1)).Unseen.Code);
        Assert.Equal("sock-diag-refused", nothing.Connections(new IPEndPoint(IPAddress.Loopback, 1)).Unseen.Code);
        Assert.Equal("sock-diag-refused", nothing.Listeners(new UnixDomainSocketEndPoint("/run/x")).Unseen.Code);
        Assert.Equal("no-address", nothing.Listeners(new DnsEndPoint("localhost", 1)).Unseen.Code);
        Assert.Equal("unix-connections", nothing.Connections(new UnixDomainSocketEndPoint("/run/x")).Unseen.Code);
    }

    [SkippableFact]
    public void Listeners_ReplyIsCut_SaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var cut = new SocketDiag(_ => new NetlinkReply(default, 0, Cut: true), _folder);

        Assert.True(cut.Listeners(new IPEndPoint(IPAddress.Loopback, 1)).Cut);
        Assert.True(cut.Connections(new IPEndPoint(IPAddress.Loopback, 1)).Cut);
    }

    [SkippableFact]
    public void Find_OurListener_IsHeldByUs()
    {
        var inode = InodeOf(Listen(IPAddress.Loopback));

        Assert.Equal(Environment.ProcessId, Assert.Single(SocketHolders.OfThisMachine.Find(new HashSet<long> { inode }, [Environment.ProcessId]).Pids));
        Assert.Contains(Environment.ProcessId, SocketHolders.OfThisMachine.Find(new HashSet<long> { inode }, [1]).Pids);
    }

    public void Dispose()
    {
        foreach (var socket in _open) socket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Socket Listen(IPAddress address, int port = 0, bool dual = true, bool share = false)
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        Skip.If(address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6);
        var listener = Keep(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        if (address.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = dual;
        // SOL_SOCKET, SO_REUSEPORT
        if (share) listener.SetRawSocketOption(1, 15, [1, 0, 0, 0]);
        listener.Bind(new IPEndPoint(address, port));
        listener.Listen(5);
        return listener;
    }

    private Socket Connect(IPEndPoint place)
    {
        var client = Keep(new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(place);
        return client;
    }

    private Socket Keep(Socket socket)
    {
        _open.Add(socket);
        return socket;
    }

    private static long InodeOf(Socket socket) =>
        long.Parse(new FileInfo($"/proc/self/fd/{socket.Handle}").LinkTarget!["socket:[".Length..^1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The kernel's own work for a connection may end a moment after the client's connect.</summary>
    private static T Until<T>(Func<T> look, Func<T, bool> such)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (look() is var seen && (such(seen) || watch.Elapsed > Patience)) return seen;
            Thread.Sleep(1);
        }
    }
}
