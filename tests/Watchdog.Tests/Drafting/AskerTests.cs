using System.Net;
using System.Net.Sockets;
using System.Text;
using Watchdog.Drafting;
using Watchdog.Tests.Probes;

namespace Watchdog.Tests.Drafting;

/// <summary>Real connections on the loopback.</summary>
public sealed class AskerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200);

    private readonly Asker _asker = new(TimeProvider.System, s_patience, s_patience);
    private readonly Asker _impatient = new(TimeProvider.System, s_short, s_short);

    public void Dispose()
    {
        _asker.Dispose();
        _impatient.Dispose();
    }

    [Fact]
    public async Task Get_Answer_IsBroughtBackAsItIs()
    {
        await using var server = FaultyServer.AnsweringJson("""{"status":true}""", "418 Teapot");

        var asked = await GetAsync(server, "/health?deep=1");

        Assert.Equal((AskOutcome.Answered, 418, "application/json", """{"status":true}"""), (asked.Outcome, asked.Status, asked.MediaType, Encoding.UTF8.GetString(asked.Body)));
        Assert.StartsWith("GET /health?deep=1 HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Redirect_IsNotFollowed()
    {
        await using var server = FaultyServer.Answering("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");

        var asked = await GetAsync(server);

        Assert.Equal((302, "/login", 1), (asked.Status, asked.Location, server.Accepted));
    }

    [Fact]
    public async Task Get_NeverEnding_IsNoHealth()
    {
        await using var server = FaultyServer.Answering(FaultyServer.Reply("200 OK", new string('a', 70_000)));

        var asked = await GetAsync(server);

        Assert.Equal(AnswerKind.Page, AnswerFormat.Recognise("/health", asked.Status, asked.MediaType, asked.Body).Kind);
    }

    [Fact]
    public async Task Get_Hangs_IsOverInTime()
    {
        await using var server = FaultyServer.HangingAfter("");

        var asked = await _impatient.GetAsync(new Origin(new IPEndPoint(IPAddress.Loopback, server.Port), IsTls: false), "/health", CancellationToken.None);

        Assert.Equal(AskOutcome.Hung, asked.Outcome);
    }

    [Theory]
    [InlineData("-ERR unknown command\r\n")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0046")]
    [InlineData("")]
    public async Task Get_NoHttp_IsTold(string answer)
    {
        await using var server = FaultyServer.Answering(answer);

        Assert.Equal(AskOutcome.NoHttp, (await GetAsync(server)).Outcome);
    }

    [Fact]
    public async Task Get_TlsWhereNoneIs_IsTold()
    {
        await using var server = FaultyServer.Serving(async (stream, cancel) =>
        {
            await stream.ReadAtLeastAsync(new byte[1], 1, cancellationToken: cancel);
            await stream.WriteAsync("what?"u8.ToArray(), cancel);
        });

        var asked = await _asker.GetAsync(new Origin(new IPEndPoint(IPAddress.Loopback, server.Port), IsTls: true), "/health", CancellationToken.None);

        Assert.Equal(AskOutcome.NoHttp, asked.Outcome);
    }

    [Fact]
    public async Task Get_NobodyThere_IsNotReached()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var place = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();

        Assert.Equal(AskOutcome.NotReached, (await _asker.GetAsync(new Origin(place, IsTls: false), "/health", CancellationToken.None)).Outcome);
        Assert.False(await _asker.SpeaksFirstAsync(place, CancellationToken.None));
    }

    [Fact]
    public async Task SpeaksFirst_Greeting_IsHeard()
    {
        await using var mail = FaultyServer.Serving(async (stream, cancel) =>
        {
            await stream.WriteAsync("220 mail\r\n"u8.ToArray(), cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        });
        await using var web = FaultyServer.AnsweringJson("{}");

        Assert.True(await _asker.SpeaksFirstAsync(new IPEndPoint(IPAddress.Loopback, mail.Port), CancellationToken.None));
        Assert.False(await _impatient.SpeaksFirstAsync(new IPEndPoint(IPAddress.Loopback, web.Port), CancellationToken.None));
    }

    private Task<Asked> GetAsync(FaultyServer server, string path = "/health") =>
        _asker.GetAsync(new Origin(new IPEndPoint(IPAddress.Loopback, server.Port), IsTls: false), path, CancellationToken.None);
}
