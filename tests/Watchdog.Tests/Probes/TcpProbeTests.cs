using System.Net;
using System.Net.Sockets;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

public sealed class TcpProbeTests
{
    [Fact]
    public async Task Look_Listening_ConnectsAnewEachTime()
    {
        await using var server = FaultyServer.Serving((stream, cancel) => stream.CopyToAsync(Stream.Null, cancel));
        var probe = new TcpProbe(ProbeRig.Policy(), new TcpTarget("127.0.0.1", server.Port, null), TimeProvider.System);

        for (var i = 0; i < 3; i++)
        {
            var seen = (await probe.LookAsync(default)).Observation;
            Assert.Equal((Look.Passed, "ok"), (seen.Look, seen.Reason.ToString()));
            Assert.NotNull(seen.Times.Connect);
        }

        // The kernel connects before the server accepts.
        Assert.True(SpinWait.SpinUntil(() => server.Accepted == 3, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Look_NothingThere_SaysRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", await SeeAsync(new TcpTarget("127.0.0.1", port, null)));
        Assert.Equal("refused: there is no socket /no/such/socket", await SeeAsync(new TcpTarget(null, 0, "/no/such/socket")));
    }

    [SkippableFact]
    public async Task Look_UnixSocketWithFullBacklog_SaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux answers EAGAIN");
        var folder = Directory.CreateTempSubdirectory("wd");
        var at = new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s"));
        using (var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listener.Bind(at);
            listener.Listen(0);
            using var filler = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await filler.ConnectAsync(at);

            Assert.Equal($"timeout-connect: the accept backlog of {at} is full", await SeeAsync(new TcpTarget(null, 0, at.ToString())));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Look_Shutdown_Throws()
    {
        var probe = new TcpProbe(ProbeRig.Policy(), new TcpTarget("127.0.0.1", 1, null), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.LookAsync(new CancellationToken(canceled: true)).AsTask());
    }

    private static async Task<string> SeeAsync(TcpTarget target) =>
        (await new TcpProbe(ProbeRig.Policy(), target, TimeProvider.System).LookAsync(default)).Observation.Reason.ToString();
}
