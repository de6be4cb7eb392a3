using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Tests.Journal;
using Watchdog.Web;

namespace Watchdog.Tests.Web;

public sealed class ControlTests : IAsyncLifetime, IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TestFolder _folder = new();
    private readonly FakeControlTarget _target = new();
    private ControlServer? _server;

    private string SocketPath => _folder.Directories.ControlSocket;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_DaemonRuns_IsWhatTheDaemonSays()
    {
        await StartAsync();
        using var client = Client();
        var all = await client.StatusAsync(Never);
        Assert.Equal(ControlOutcome.Answered, all.Outcome);
        Assert.Equal(AnyValue.Dump(_target.Report), AnyValue.Dump(all.Value));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
    }

    [Theory]
    [InlineData("hermes-webui")]
    [InlineData("agents/hello-agent@1.service")]
    [InlineData("ü %2f?#&..")]
    public async Task Status_OfAService_FindsItByAnyName(string name)
    {
        await StartAsync();
        _target.Only = name;
        using var client = Client();
        Assert.Equal(name, (await client.StatusAsync(name, Never)).Value?.Name);
        var rearmed = await client.RearmAsync(name, Never);
        Assert.Equal(new Reason("rearmed", name), rearmed.Value);
    }

    [Fact]
    public async Task Commands_UnknownServiceOrFailedReload_AreRefusedWithTheReason()
    {
        await StartAsync();
        using var client = Client();
        var unknown = new Reason("no-such-service", "no service is called x; watchdog status lists them");
        Assert.Equal(new ControlResult<ServiceStatus>(ControlOutcome.Refused, null, unknown), await client.StatusAsync("x", Never));
        Assert.Equal(new ControlResult<Reason>(ControlOutcome.Refused, default, unknown), await client.RearmAsync("x", Never));
        Assert.Equal(new ControlResult<Reason>(ControlOutcome.Refused, default, new Reason("config-bad", "line 3")), await client.ReloadAsync(Never));
    }

    [Fact]
    public async Task Tasks_AreThoseOfTheServicesAndStoppingOneTellsWhoAsks()
    {
        await StartAsync();
        using var client = Client();
        Assert.Equal(AnyValue.Dump(TaskReport.Of(_target.Report)), AnyValue.Dump((await client.TasksAsync(Never)).Value));
        Assert.Equal("a#12", Assert.Single((await client.TasksAsync(Never)).Value!.Tasks).Id);

        var request = new TaskStopRequest("a#12", TimeSpan.FromMinutes(5), "why", "anna");
        Assert.Equal(new Reason("called-off", "a#12"), (await client.StopTaskAsync(request, Never)).Value);
        Assert.Equal((request, (uint?)Libc.UserId), (_target.Stopped, _target.StoppedBy));
    }

    [Fact]
    public async Task Ask_NoDaemon_IsAnAnswerOfItsOwn()
    {
        using var client = Client();
        Assert.Equal(ControlOutcome.NoDaemon, (await client.StatusAsync(Never)).Outcome);
        LeaveStaleSocket();
        Assert.Equal(ControlOutcome.NoDaemon, (await client.StatusAsync(Never)).Outcome);
        using var elsewhere = new ControlClient("/nonexistent/control.sock", TimeProvider.System);
        Assert.Equal(ControlOutcome.NoDaemon, (await elsewhere.StatusAsync(Never)).Outcome);
    }

    [Fact]
    public async Task Ask_DaemonStuck_FailsAtTheDeadline()
    {
        using var listener = Listen();
        using var client = new ControlClient(SocketPath, TimeProvider.System, TimeSpan.FromMilliseconds(200));
        var result = await client.StatusAsync(Never);
        Assert.Equal(ControlOutcome.Failed, result.Outcome);
        Assert.EndsWith("no answer in 0.2 s; the daemon may be stuck", result.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_SomethingElseAnswers_FailsWithItsReason()
    {
        using var listener = Listen();
        using var client = Client();
        var asking = client.StatusAsync(Never);
        using var other = await listener.AcceptAsync();
        await other.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray());
        var result = await asking;
        Assert.Equal(ControlOutcome.Failed, result.Outcome);
        Assert.Contains("not ours", result.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LeftoverSocket_IsReplaced()
    {
        LeaveStaleSocket();
        await StartAsync();
        using var client = Client();
        Assert.Equal(ControlOutcome.Answered, (await client.StatusAsync(Never)).Outcome);
    }

    [Fact]
    public async Task Start_AnotherAnswers_LeavesItAlone()
    {
        await StartAsync();
        var (second, problem) = await ControlServer.StartAsync(SocketPath, _target, null, TimeProvider.System, NullLoggerFactory.Instance, Never);
        Assert.Null(second);
        Assert.Equal("control-in-use", problem.Code);
        using var client = Client();
        Assert.Equal(ControlOutcome.Answered, (await client.StatusAsync(Never)).Outcome);
    }

    [Theory]
    [InlineData("missing/control.sock", "control-failed")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "control-path-too-long")]
    public async Task Start_PathThatCannotBe_SaysWhy(string path, string code)
    {
        var (server, problem) = await ControlServer.StartAsync(Path.Combine(_folder.Path, path), _target, null, TimeProvider.System, NullLoggerFactory.Instance, Never);
        Assert.Null(server);
        Assert.Equal(code, problem.Code);
    }

    [Fact]
    public async Task Ask_UserWhoMayNot_IsRefused()
    {
        uint? asked = null;
        await StartAsync(user => { asked = user; return false; });
        using var client = Client();
        var result = await client.ReloadAsync(Never);
        Assert.Equal((ControlOutcome.Refused, "forbidden"), (result.Outcome, result.Reason.Code));
        Assert.Equal(Libc.UserId, asked);
        Assert.Equal(0, _target.Reloads);
    }

    [SkippableFact]
    public async Task Ask_AnotherUserWhoReachesTheSocket_IsRefused()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Libc.UserId == 0, "only root can act as another user");
        Skip.IfNot(File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/curl"), "setpriv (util-linux) and curl are needed");
        await StartAsync();
        const UnixFileMode everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var path in (string[])[_folder.Path, _folder.Directories.Runtime, SocketPath]) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | everybody);
        var start = new ProcessStartInfo(
            "/usr/bin/setpriv",
            ["--reuid=12345", "--regid=12345", "--clear-groups", "curl", "-sS", "-m", "5", "-X", "POST", "--unix-socket", SocketPath, "http://x/v1/reload"])
        { RedirectStandardOutput = true };
        using var curl = Process.Start(start)!;
        var answer = await curl.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("{\"code\":\"forbidden\",\"sentence\":\"only the daemon\\u0027s own user and root may ask; use sudo\"}", answer);
        Assert.Equal(0, _target.Reloads);
    }

    [Theory]
    [InlineData("GET /v1/nothing", "404", "no-such-path")]
    [InlineData("GET /", "404", "no-such-path")]
    [InlineData("GET /v1/status/a/b", "404", "no-such-path")]
    [InlineData("POST /v1/status", "405", "wrong-method")]
    [InlineData("GET /v1/reload", "405", "wrong-method")]
    [InlineData("GET /v1/rearm/x", "405", "wrong-method")]
    [InlineData("GET /v1/lease", "405", "wrong-method")]
    [InlineData("POST /v1/pause", "400", "bad-request")]
    [InlineData("POST /v1/lease", "400", "bad-request")]
    [InlineData("POST /v1/resume", "400", "bad-request")]
    [InlineData("POST /v1/tasks", "405", "wrong-method")]
    [InlineData("GET /v1/tasks/stop", "405", "wrong-method")]
    [InlineData("POST /v1/tasks/stop", "400", "bad-request")]
    [InlineData("POST /v1/tasks/go", "404", "no-such-path")]
    public async Task Request_ThatNobodyAnswers_IsAnErrorWithCodeAndSentence(string request, string status, string code)
    {
        await StartAsync();
        var answer = await RawAsync($"{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"{{\"code\":\"{code}\",\"sentence\":\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, _target.Reloads);
    }

    [Fact]
    public async Task Request_HeadersWithoutEnd_AreRefused()
    {
        await StartAsync();
        var answer = await RawAsync($"GET /v1/status HTTP/1.1\r\nHost: x\r\nX: {new string('x', 20_000)}\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_NeverFinished_IsEndedInSeconds()
    {
        await StartAsync();
        var answer = await RawAsync("GET /v1/status HTTP/1.1\r\nHost:");
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_OverTheirBound_AreTurnedAwayAndLaterServedAgain()
    {
        await StartAsync();
        var held = new List<Socket>();
        for (var number = 0; number < ControlServer.MaxConnections; number++)
        {
            held.Add(await ConnectAsync());
            // Served once: it is counted.
            await held[^1].SendAsync("GET /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            Assert.NotEqual(0, await held[^1].ReceiveAsync(new byte[1]));
        }

        using (var over = await ConnectAsync()) Assert.Equal(0, await over.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(10)));
        foreach (var socket in held) socket.Dispose();
        using var client = Client();
        var deadline = Stopwatch.StartNew();
        while ((await client.StatusAsync(Never)).Outcome != ControlOutcome.Answered) Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(10));
    }

    private async Task StartAsync(Func<uint, bool>? mayTalk = null)
    {
        (_server, var problem) = await ControlServer.StartAsync(SocketPath, _target, mayTalk, TimeProvider.System, NullLoggerFactory.Instance, Never);
        Assert.Equal(default, problem);
    }

    private ControlClient Client() => new(SocketPath, TimeProvider.System);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(15));
    }

    private Socket Listen(string? path = null)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path ?? SocketPath));
        listener.Listen();
        return listener;
    }

    /// <summary>As after kill -9: the file is there and nobody listens.</summary>
    private void LeaveStaleSocket()
    {
        using var listener = Listen(SocketPath + "x");
        File.Move(SocketPath + "x", SocketPath);
    }
}
