using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Watchdog.Cli.Demo;

namespace Watchdog.Tests.Cli.Demo;

public sealed class SampleServiceTests : IDisposable
{
    /// <summary>Far above what a loaded machine takes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-sample-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly SampleService _service;
    private readonly Task<int> _serving;

    public SampleServiceTests()
    {
        _service = new SampleService(new SampleOptions(0, FaultsFile, IncurableFile));
        _serving = Task.Factory.StartNew(() => _service.Serve(_stop.Token), TaskCreationOptions.LongRunning);
    }

    private string FaultsFile => Path.Combine(_folder, "faults");

    private string IncurableFile => Path.Combine(_folder, "incurable");

    public void Dispose()
    {
        _stop.Cancel();
        Assert.True(_serving.Wait(s_patience));
        _service.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Health_Well_TellsHowManyWereAccepted()
    {
        Assert.Equal("""HTTP/1.1 200 OK|{"status":"ok","accept_loop":{"requests_total":1}}""", Get("/health"));
        Assert.Equal("""HTTP/1.1 200 OK|{"status":"ok","accept_loop":{"requests_total":2}}""", Get("/health"));
    }

    [Fact]
    public void Health_Deep_TellsOfItsParts() => Assert.Equal(
        """HTTP/1.1 200 OK|{"status":"ok","accept_loop":{"requests_total":1},"checks":{"database":"ok","worker":"ok"}}""", Get("/health?deep=1"));

    [Fact]
    public void Get_AnotherPath_IsNotFound() => Assert.Equal("""HTTP/1.1 404 Not Found|{"status":"not found"}""", Get("/"));

    [Fact]
    public void AcceptStuck_ConnectsSucceedAndNothingIsAnsweredButOnAKeptConnection()
    {
        using var kept = Connect();
        Assert.EndsWith("""{"requests_total":1}}""", Ask(kept, "/health", close: false), StringComparison.Ordinal);

        Fault("accept-stuck");

        for (var i = 0; i < 3; i++)
        {
            using var fresh = Connect();
            Send(fresh, "/health", close: true);
            Assert.False(fresh.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectRead));
        }

        Assert.EndsWith("""{"requests_total":1}}""", Ask(kept, "/health", close: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deep-fail", "\"checks\":{\"database\":\"ok\",\"worker\":\"failed\"}")]
    [InlineData("deep-fail database", "\"checks\":{\"database\":\"failed\",\"worker\":\"ok\"}")]
    public void DeepFail_DeepIs503AndLivenessFine(string fault, string checks)
    {
        Fault(fault);

        Assert.Equal(
            "HTTP/1.1 503 Service Unavailable|{\"status\":\"failing\",\"accept_loop\":{\"requests_total\":1}," + checks + "}", Get("/health?deep=1"));
        Assert.StartsWith("HTTP/1.1 200 OK|", Get("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public void CounterFlat_ServesAndStandsStill()
    {
        Get("/health");
        Fault("counter-flat");

        Assert.Equal("""HTTP/1.1 200 OK|{"status":"ok","accept_loop":{"requests_total":1}}""", Get("/health"));
        Assert.Equal("""HTTP/1.1 200 OK|{"status":"ok","accept_loop":{"requests_total":1}}""", Get("/health"));
    }

    [Fact]
    public void Slow_AnswersThatMuchLater()
    {
        Fault("slow 300");
        var watch = Stopwatch.StartNew();

        Assert.StartsWith("HTTP/1.1 200 OK|", Get("/health"), StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 290, 20_000);
    }

    [Fact]
    public void Leak_KeepsMemoryUpToItsCap()
    {
        // That it is real memory is seen by the demo's own check; here other tests take and give back theirs.
        Fault("leak 500 64");

        Assert.True(SpinWait.SpinUntil(() => _service.Faults.LeakedMegabytes == 64, TimeSpan.FromSeconds(20)));
        Thread.Sleep(20);
        Assert.Equal(64, _service.Faults.LeakedMegabytes);
        Assert.StartsWith("HTTP/1.1 200 OK|", Get("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_EndsWithItsCode()
    {
        Fault("exit 7");

        Assert.Equal(7, await _serving.WaitAsync(s_patience));
    }

    [Fact]
    public void Incurable_WhileItsFileExists_NewInstancesFailToo()
    {
        File.WriteAllText(IncurableFile, "");
        Assert.StartsWith("HTTP/1.1 503 ", Get("/health?deep=1"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", Get("/health"), StringComparison.Ordinal);

        File.Delete(IncurableFile);
        Assert.StartsWith("HTTP/1.1 200 ", Get("/health?deep=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileWedgedAndConnected_EndsAndThePortIsFreeForTheNext()
    {
        var port = _service.Port;
        using var kept = Connect();
        Ask(kept, "/health", close: false);
        Get("/health"); // leaves a TIME_WAIT behind
        Fault("accept-stuck");

        await _stop.CancelAsync();
        await _serving.WaitAsync(s_patience);
        _service.Dispose();

        Assert.True(SpinWait.SpinUntil(() => CanServe(port), s_patience));
    }

    /// <summary>Asked more than once, since a child that another test is starting holds copies of all our sockets until its exec.</summary>
    private static bool CanServe(int port)
    {
        try
        {
            using var next = new SampleService(new SampleOptions(port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--port")]
    [InlineData("--port x")]
    [InlineData("--port 70000")]
    [InlineData("--port 1 --loud yes")]
    [InlineData("--faults f")]
    public void Run_ArgumentsNotUnderstood_IsUnusable(string args) =>
        Assert.Equal(2, SampleService.Run(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), CancellationToken.None));

    [Fact]
    public void Run_PortTaken_SaysSo() => Assert.Equal(1, SampleService.Run(["--port", $"{_service.Port}"], CancellationToken.None));

    [Theory]
    [InlineData("leak 0")]
    [InlineData("leak x")]
    [InlineData("exit 256")]
    [InlineData("slow -1")]
    [InlineData("deep-fail nothing")]
    [InlineData("nonsense")]
    public void Faults_NotAFault_ChangesNothing(string line)
    {
        Assert.False(_service.Faults.Set(line));
        Assert.StartsWith("HTTP/1.1 200 OK|", Get("/health?deep=1"), StringComparison.Ordinal);
    }

    /// <summary>Writes it where a user would, and waits until the service has taken it up.</summary>
    private void Fault(string line)
    {
        File.WriteAllText(FaultsFile, line + "\n");
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(FaultsFile), s_patience));
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000, NoDelay = true };
        socket.Connect("127.0.0.1", _service.Port);
        return socket;
    }

    private string Get(string target)
    {
        using var socket = Connect();
        return Ask(socket, target, close: true);
    }

    private static void Send(Socket socket, string target, bool close) =>
        socket.Send(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: x\r\n{(close ? "Connection: close\r\n" : "")}\r\n"));

    /// <returns>Status line and body, with a bar between.</returns>
    private static string Ask(Socket socket, string target, bool close)
    {
        Send(socket, target, close);
        var text = "";
        var buffer = new byte[4096];
        while (!text.EndsWith('}') || text.Count(c => c == '{') != text.Count(c => c == '}'))
        {
            text += Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer) is > 0 and var read ? read : throw new IOException("closed"));
        }

        if (close) Assert.Equal(0, socket.Receive(buffer));
        var parts = text.Split("\r\n\r\n");
        Assert.Contains($"Content-Length: {parts[1].Length}\r\n", text);
        return $"{text.Split("\r\n")[0]}|{parts[1]}";
    }
}
