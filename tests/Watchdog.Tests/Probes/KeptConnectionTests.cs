using System.Net;
using System.Net.Sockets;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Probes;

/// <summary>A server with one thread for each connection; what the probe keeps open is seen from its side.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ProbeClients _clients = new();
    private readonly List<string> _requests = [];
    private volatile int _open;
    private volatile int _counter;
    private volatile bool _isMute;
    private volatile bool _closes;

    public KeptConnectionTests()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    private HttpProbe Probe()
    {
        var target = new HttpTarget { Url = new Uri($"http://{_listener.LocalEndpoint}/health") };
        return new HttpProbe(ProbeRig.Policy(s_timeout), target, ["/n"], "/n", _clients, null, TimeProvider.System);
    }

    private static async Task PassAsync(HttpProbe probe) => Assert.Equal(Look.Passed, (await probe.LookAsync(s_timeout, default)).Observation.Look);

    [Fact]
    public async Task Look_Passes_LeavesItsConnectionOpenInPlaceOfTheOneBefore()
    {
        var probe = Probe();
        for (var i = 0; i < 3; i++) await PassAsync(probe);

        Assert.All(_requests, request => Assert.DoesNotContain("Connection: close", request, StringComparison.OrdinalIgnoreCase));
        await Eventually.TrueAsync(() => _open == 1, () => $"one connection; there are {_open}");
        Assert.Equal(3, _counter);
    }

    [Fact]
    public async Task Ask_OfAnOpenConnection_TellsWhetherTheCounterRose_AndClosesIt()
    {
        var probe = Probe();
        await PassAsync(probe);
        Assert.Equal((KeptAlive.Answers, 0.0), await probe.Kept!.AskAsync(s_timeout, default));
        await Eventually.TrueAsync(() => _open == 0, "no connection");

        // What it said holds, without another connection, until a look passes.
        Assert.Equal((KeptAlive.Answers, 0.0), await probe.Kept!.AskAsync(s_timeout, default));
        Assert.Equal(1, _counter);
    }

    [Fact]
    public async Task Ask_ServerThatSaysNothing_IsSilent()
    {
        var probe = Probe();
        await PassAsync(probe);
        _isMute = true;
        Assert.Equal((KeptAlive.Silent, null), await probe.Kept!.AskAsync(TimeSpan.FromMilliseconds(200), default));
    }

    [Fact]
    public async Task Ask_ServerThatHadClosedIt_HasNone()
    {
        _closes = true;
        var probe = Probe();
        await PassAsync(probe);
        await Eventually.TrueAsync(() => _open == 0, "no connection");
        Assert.Equal((KeptAlive.None, null), await probe.Kept!.AskAsync(s_timeout, default));
    }

    /// <summary>It passes as soon as the connection is gone: with one thread for all, that was what stood in the way.</summary>
    [Fact]
    public async Task Look_PassesOnceItIsDropped_KeepsNoneAnyMore()
    {
        var probe = Probe();
        await PassAsync(probe);
        await probe.Kept!.AskAsync(s_timeout, default);
        await PassAsync(probe);
        await PassAsync(probe);

        await Eventually.TrueAsync(() => _open == 0, "no connection");
        Assert.Contains("Connection: close", _requests[^1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task BeginAgain_NewInstanceBeforeTheNextPass_KeepsOneAgain()
    {
        var probe = Probe();
        await PassAsync(probe);
        await probe.Kept!.AskAsync(s_timeout, default);
        probe.Kept.BeginAgain();
        await PassAsync(probe);
        await PassAsync(probe);
        await Eventually.TrueAsync(() => _open == 1, () => $"one connection; there are {_open}");
    }

    /// <summary>The handler waits for its connection to be closed, which it is only lent.</summary>
    [Fact]
    public async Task Look_ServerThatSaysNothing_EndsAtItsDeadline()
    {
        _isMute = true;
        var seen = await Probe().LookAsync(TimeSpan.FromMilliseconds(300), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(ProbeCodes.TimeoutFirstByte, seen.Observation.Reason.Code);
        await Eventually.TrueAsync(() => _open == 0, "no connection");
    }

    public void Dispose()
    {
        _listener.Dispose();
        _clients.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _counter);
        try
        {
            using (client)
            {
                var buffer = new byte[4096];
                while (await client.GetStream().ReadAsync(buffer) is > 0 and var read)
                {
                    if (_isMute) continue;
                    var request = Encoding.ASCII.GetString(buffer, 0, read);
                    lock (_requests) _requests.Add(request);
                    var body = $"{{\"n\": {_counter}}}";
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
                    if (_closes || request.Contains("Connection: close", StringComparison.OrdinalIgnoreCase)) return;
                }
            }
        }
        catch (IOException)
        {
            return;     // the probe had closed it
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
