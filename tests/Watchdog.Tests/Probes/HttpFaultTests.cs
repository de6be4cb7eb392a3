using System.Net;
using System.Net.Sockets;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>Faults on the wire, over real sockets on loopback: each yields its reason within the deadline, over a connection of its own.</summary>
public sealed class HttpFaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    [Fact]
    public async Task Look_HangBeforeHeaders_TimesOutOnFirstByteAndSaysThatItConnected()
    {
        await using var server = FaultyServer.HangingAfter("");

        var seen = await FailsAsync(server, ProbeCodes.TimeoutFirstByte);

        Assert.StartsWith("no answer in 400 ms; connected in ", seen.Reason.Sentence, StringComparison.Ordinal);
        Assert.NotNull(seen.Times.Connect);
        Assert.Null(seen.Times.FirstByte);
    }

    [Fact]
    public async Task Look_AcceptedByTheKernelOnly_TimesOutOnFirstByte()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri($"http://{listener.LocalEndpoint}/") }, ProbeRig.Deadline);

        Assert.Equal(ProbeCodes.TimeoutFirstByte, seen.Reason.Code);
    }

    [Fact]
    public async Task Look_HangInHeaders_TimesOutOnHeaders()
    {
        await using var server = FaultyServer.HangingAfter("HTTP/1.1 200 OK\r\nContent-");

        var seen = await FailsAsync(server, ProbeCodes.TimeoutHeaders, TimeSpan.FromSeconds(1));

        Assert.Contains("25 bytes came", seen.Reason.Sentence, StringComparison.Ordinal);
        Assert.NotNull(seen.Times.FirstByte);
        Assert.Null(seen.Times.LastByte);
    }

    [Fact]
    public async Task Look_HangInBody_TimesOutOnLastByteAndSaysHowMuchCame()
    {
        await using var server = FaultyServer.HangingAfter(Head + "Content-Length: 100\r\n\r\n{\"a\":");

        var seen = await FailsAsync(server, ProbeCodes.TimeoutLastByte, TimeSpan.FromSeconds(1));

        Assert.Contains("5 bytes of body came", seen.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_DripOfBody_TimesOutOnLastByte()
    {
        await using var server = FaultyServer.Serving(async (stream, cancel) =>
        {
            await FaultyServer.ReadRequestAsync(stream, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Head + "Content-Length: 100\r\n\r\n"), cancel);
            await DripAsync(stream, cancel);
        });

        await FailsAsync(server, ProbeCodes.TimeoutLastByte, TimeSpan.FromMilliseconds(1300));
    }

    [Fact]
    public async Task Look_DripOfHeaders_TimesOutOnHeaders()
    {
        await using var server = FaultyServer.Serving(async (stream, cancel) =>
        {
            await FaultyServer.ReadRequestAsync(stream, cancel);
            await DripAsync(stream, cancel);
        });

        await FailsAsync(server, ProbeCodes.TimeoutHeaders, TimeSpan.FromMilliseconds(1300));
    }

    [Fact]
    public async Task Look_Reset_SaysReset()
    {
        await using var server = FaultyServer.Serving(async (stream, cancel) =>
        {
            await FaultyServer.ReadRequestAsync(stream, cancel);
            ResetConnection(stream);
        });

        await FailsAsync(server, ProbeCodes.Reset, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Look_ResetInBody_SaysReset()
    {
        await using var server = FaultyServer.Serving(async (stream, cancel) =>
        {
            await FaultyServer.ReadRequestAsync(stream, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Head + "Content-Length: 100\r\n\r\nabc"), cancel);
            await Task.Delay(100, cancel);
            ResetConnection(stream);
        });

        await FailsAsync(server, ProbeCodes.Reset, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("", ProbeCodes.EmptyReply)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", ProbeCodes.IncompleteReply)]
    [InlineData(Head + "Content-Length: 100\r\n\r\nabc", ProbeCodes.IncompleteReply)]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", ProbeCodes.IncompleteReply)]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\nabc\r\n0\r\n\r\n", ProbeCodes.BadResponse)]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n", ProbeCodes.BadResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", ProbeCodes.BadResponse)]
    [InlineData("<html>an answer of HTTP/0.9</html>\r\n\r\n", ProbeCodes.BadResponse)]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n", ProbeCodes.BadResponse)]
    [InlineData("\0\x1\x2\x3\x4\xff\xfe\r\n\r\n\0\0\0\0\0\0\0\0\0\0", ProbeCodes.BadResponse)]
    public async Task Look_BrokenAnswer_SaysWhatIsBroken(string answer, string code)
    {
        await using var server = FaultyServer.Answering(answer);

        await FailsAsync(server, code, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Look_EndlessBody_StopsAtItsLimit()
    {
        await using var server = Endless(Head + "\r\n", new string('x', 8192));

        await FailsAsync(server, ProbeCodes.BodyTooLarge, TimeSpan.FromSeconds(5), alertOnly: true);
    }

    [Fact]
    public async Task Look_EndlessChunks_StopsAtItsLimit()
    {
        await using var server = Endless(Head + "Transfer-Encoding: chunked\r\n\r\n", $"1000\r\n{new string('x', 4096)}\r\n");

        await FailsAsync(server, ProbeCodes.BodyTooLarge, TimeSpan.FromSeconds(5), alertOnly: true);
    }

    [Fact]
    public async Task Look_EndlessHeaders_StopsAtItsLimit()
    {
        await using var server = Endless("HTTP/1.1 200 OK\r\n", $"X-Filler: {new string('x', 1000)}\r\n");

        await FailsAsync(server, ProbeCodes.HeadersTooLarge, TimeSpan.FromSeconds(5), alertOnly: true);
    }

    [Fact]
    public async Task Look_EndlessInterimAnswers_EndsAtItsDeadline()
    {
        await using var server = Endless("", "HTTP/1.1 100 Continue\r\n\r\n");

        var seen = await ProbeRig.SeeAsync(server, ProbeRig.Deadline);

        Assert.Equal(Look.Failed, seen.Look);
        Assert.InRange(seen.Took, TimeSpan.Zero, ProbeRig.Deadline + ProbeRig.Grace);
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData(64 * 1024 + 1, false)]
    public async Task Look_BodyAtItsLimit_PassesUpToIt(int length, bool passes)
    {
        await using var server = FaultyServer.Answering(FaultyServer.Reply("200 OK", new string('x', length)));
        await using var closing = FaultyServer.Answering(Head + "\r\n" + new string('x', length));

        foreach (var each in new[] { server, closing })
            Assert.Equal(passes ? "ok" : ProbeCodes.BodyTooLarge, (await ProbeRig.SeeAsync(each)).Reason.Code);
    }

    [Fact]
    public async Task Look_ContentLengthTooShort_ReadsAsMuchAsItSays()
    {
        await using var server = FaultyServer.Answering(Head + "Content-Length: 5\r\n\r\n{\"status\": \"ok\"}");
        var target = new HttpTarget { Url = server.Url, Json = [ProbeRig.Expect("/status", "\"ok\"")] };

        Assert.Equal("ok", (await ProbeRig.SeeAsync(server)).Reason.Code);
        Assert.Equal(ProbeCodes.NotJson, (await ProbeRig.SeeAsync(target)).Reason.Code);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Look_OddButValidAnswer_Passes(string answer)
    {
        await using var server = FaultyServer.Answering(answer);

        var seen = await ProbeRig.SeeAsync(server);

        Assert.Equal((Look.Passed, "ok"), (seen.Look, seen.Reason.Code));
        Assert.NotNull(seen.Times.LastByte);
    }

    [Fact]
    public async Task Look_NothingListens_SaysRefused()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri($"http://user:secret@127.0.0.1:{port}/?token=secret") });

        Assert.Equal($"refused: nothing listens on 127.0.0.1:{port}", seen.Reason.ToString());
    }

    [SkippableFact]
    public async Task Look_BacklogFull_TimesOutOnConnect()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux drops the SYN when the backlog is full");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filler.ConnectAsync(listener.LocalEndPoint!);

        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri($"http://{listener.LocalEndPoint}/") }, ProbeRig.Deadline);

        Assert.Equal($"timeout-connect: {listener.LocalEndPoint} accepted no connection in 400 ms", seen.Reason.ToString());
        Assert.Null(seen.Times.Connect);
    }

    [Fact]
    public async Task Look_UnknownName_AlertsOnly()
    {
        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri("http://no-such-name.invalid/") }, TimeSpan.FromSeconds(10));

        Assert.True(seen.Reason.Code is ProbeCodes.DnsFailed or ProbeCodes.TimeoutDns, seen.Reason.ToString());
        Assert.True(seen.AlertOnly);
    }

    [Fact]
    public async Task Look_Shutdown_ThrowsAndNothingElseDoes()
    {
        await using var server = FaultyServer.HangingAfter("");
        using var shutdown = new CancellationTokenSource(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ProbeRig.LookAsync(new HttpTarget { Url = server.Url }, TimeSpan.FromSeconds(30), cancel: shutdown.Token));
    }

    private static async Task<Observation> FailsAsync(FaultyServer server, string code, TimeSpan? timeout = null, bool alertOnly = false)
    {
        var limit = timeout ?? ProbeRig.Deadline;
        var first = await ProbeRig.SeeAsync(server, limit);
        var second = await ProbeRig.SeeAsync(server, limit);

        Assert.Equal((Look.Failed, code, code), (first.Look, first.Reason.Code, second.Reason.Code));
        Assert.Equal(alertOnly, first.AlertOnly);
        Assert.NotEmpty(first.Reason.Sentence);
        Assert.InRange(first.Took, TimeSpan.Zero, limit + ProbeRig.Grace);
        Assert.Equal(2, server.Accepted);
        return first;
    }

    private static FaultyServer Endless(string begin, string again) => FaultyServer.Serving(async (stream, cancel) =>
    {
        await FaultyServer.ReadRequestAsync(stream, cancel);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begin), cancel);
        var piece = Encoding.ASCII.GetBytes(again);
        while (true)
            await stream.WriteAsync(piece, cancel);
    });

    private static void ResetConnection(Stream stream)
    {
        var socket = ((NetworkStream)stream).Socket;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>A byte a second.</summary>
    private static async Task DripAsync(Stream stream, CancellationToken cancel)
    {
        while (true)
        {
            await stream.WriteAsync("H"u8.ToArray(), cancel);
            await Task.Delay(1000, cancel);
        }
    }
}
