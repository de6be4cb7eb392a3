using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Supervisord;
using Watchdog.Tests.Probes;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class SupervisordDriverTests
{
    private static readonly Restart s_restart = new(1, Intent.RestartIfHung, new Reason("hung", ""));
    private static readonly UnitStatus s_active = new() { State = UnitState.Active };

    [Fact]
    public async Task Look_AnotherMachinesProcess_IsNamedBySupervisordAndNotLookedUp()
    {
        // Our own process id, at an age that it does not have.
        var now = 2_000_000_000L;
        var start = now - 864_000;
        await using var server = new FakeSupervisord(request => FakeSupervisord.MethodOf(request) == "getProcessInfo"
            ? FakeSupervisord.Info("RUNNING", Environment.ProcessId, start, now: ++now) : FakeSupervisord.Configs("web", "web", 7, 2));
        using var client = Client(server);
        var driver = new SupervisordDriver(new SupervisordConfig("web"), client, TimeProvider.System);

        var first = (await driver.LookAsync(CancellationToken.None)).Status!;
        var second = (await driver.LookAsync(CancellationToken.None)).Status!;

        Assert.Equal(($"{Environment.ProcessId}:{start}", 0, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)), (first.Instance, first.MainPid, first.TimeoutStop, first.TimeoutStart));
        Assert.Equal((0, first.StartedAt), (second.MainPid, second.StartedAt));
        Assert.NotNull(first.StartedAt);
        Assert.Equal(["getProcessInfo", "getAllConfigInfo", "getProcessInfo"], server.Methods);
    }

    [Fact]
    public async Task Look_ThisMachinesProcessOverTcp_IsToldByIt()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var age = (long)(DateTime.Now - self.StartTime).TotalSeconds;
        await using var server = new FakeSupervisord(request => FakeSupervisord.MethodOf(request) == "getProcessInfo"
            ? FakeSupervisord.Info("RUNNING", self.Id, start: 2_000_000_000 - age, now: 2_000_000_000) : FakeSupervisord.Fault(1, "UNKNOWN_METHOD"));
        using var client = Client(server);

        var status = (await new SupervisordDriver(new SupervisordConfig("web"), client, TimeProvider.System).LookAsync(CancellationToken.None)).Status!;

        Assert.Equal(("", self.Id, null, null), (status.Instance, status.MainPid, status.TimeoutStop, status.TimeoutStart));
    }

    [Fact]
    public async Task Look_NoSuchProgram_IsNotFound()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.Fault(RpcFault.BadName, "BAD_NAME: web"));
        Assert.Equal((UnitState.NotFound, "not-found"), await LookAsync(server) is { Status: { } status } ? (status.State, status.SubState) : default);
    }

    [Theory]
    [InlineData("<fault/>", "supervisord-format")]
    [InlineData("<methodResponse><params><param><value><struct/></value></param></params></methodResponse>", "supervisord-format")]
    [InlineData("<methodResponse><params><param><value>RUNNING</value></param></params></methodResponse>", "supervisord-format")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "supervisord-format")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "supervisord-format")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n<methodResponse>", "supervisord-format")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<methodResponse>", "supervisord-format")]
    [InlineData("HTTP/nonsense", "supervisord-format")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "access-denied")]
    public async Task Look_AnswerThatIsNone_IsNotSeen(string answer, string code)
    {
        await using var server = new FakeSupervisord(_ => answer);
        var look = await LookAsync(server);
        Assert.Equal((null, code), (look.Status, look.Unseen.Code));
    }

    [Fact]
    public async Task Look_ShuttingDown_IsNotSeen()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.Fault(RpcFault.ShutdownState, "SHUTDOWN_STATE"));
        Assert.Equal("supervisord-fault", (await LookAsync(server)).Unseen.Code);
    }

    [Fact]
    public async Task Look_NoAnswer_IsOverInTime()
    {
        await using var server = FaultyServer.HangingAfter("HTTP/1.1 200 OK\r\n");
        using var client = new SupervisordClient(new SupervisordConfig("") { Server = $"http://127.0.0.1:{server.Port}" }, TimeProvider.System);

        var reply = await client.CallAsync("supervisor.getProcessInfo", ["web"], TimeSpan.FromMilliseconds(200), CancellationToken.None);

        Assert.Equal((RestartResult.TimedOut, "supervisord-timeout"), (reply.Failure!.Result, reply.Failure.Reason.Code));
    }

    [Fact]
    public async Task Call_AnswerWithoutMeasure_IsNotRead()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.Value(new string('x', SupervisordClient.MaxAnswerBytes)));
        using var client = Client(server);

        Assert.Equal("supervisord-format", (await client.CallAsync("supervisor.getAllConfigInfo", [], TimeSpan.FromSeconds(10), CancellationToken.None)).Failure?.Reason.Code);
    }

    [Fact]
    public async Task Call_NobodyThere_SaysWhatToDo()
    {
        using var client = new SupervisordClient(new SupervisordConfig("") { Server = "unix:///nowhere/supervisor.sock" }, TimeProvider.System);

        var reply = await client.CallAsync("supervisor.getProcessInfo", ["web"], TimeSpan.FromSeconds(10), CancellationToken.None);

        Assert.Equal(
            (RestartResult.Unreachable, new Reason("supervisord-down", "nobody listens at unix:///nowhere/supervisor.sock: start supervisord, or write where it listens into \"server\"")),
            (reply.Failure!.Result, reply.Failure.Reason));
    }

    [Fact]
    public async Task Call_WithPassword_SendsItAndNeverSaysIt()
    {
        await using var server = new FakeSupervisord(_ => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        using var client = new SupervisordClient(new SupervisordConfig("") { Server = server.Url, Username = "me", Password = "geheim" }, TimeProvider.System);

        var reply = await client.CallAsync("supervisor.stopProcess", ["web", true], TimeSpan.FromSeconds(10), CancellationToken.None);

        Assert.Contains("Authorization: Basic bWU6Z2VoZWlt\r\n", Assert.Single(server.Asked), StringComparison.Ordinal);
        Assert.Equal(RestartResult.Denied, reply.Failure!.Result);
        Assert.Contains("[inet_http_server]", reply.Failure.Reason.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", reply.Failure.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_IsAStopAndThenAStart()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.True);
        using var client = Client(server);

        var outcome = await Driver(client).RestartAsync(s_restart, s_active with { TimeoutStop = TimeSpan.FromMinutes(1) }, CancellationToken.None);

        Assert.Equal((RestartResult.Done, false, "supervisord has done the start"), (outcome.Result, outcome.Killed, outcome.Reason.Sentence));
        Assert.Equal(["stopProcess", "startProcess"], server.Methods);
        Assert.All(server.Asked, asked => Assert.Contains("<string>web</string></value></param><param><value><boolean>1</boolean>", asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_StartThatFails_SaysThatItIsStopped()
    {
        await using var server = new FakeSupervisord(request => FakeSupervisord.MethodOf(request) == "stopProcess" ? FakeSupervisord.True : FakeSupervisord.Fault(RpcFault.NoFile, "NO_FILE: /x"));
        using var client = Client(server);

        var outcome = await Driver(client).RestartAsync(s_restart, s_active, CancellationToken.None);

        Assert.Equal((RestartResult.Failed, "no-file"), (outcome.Result, outcome.Reason.Code));
        Assert.StartsWith("it was stopped for the restart; the command of web is not there (NO_FILE: /x)", outcome.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SpawnError_IsToldInSupervisordsWords()
    {
        await using var server = new FakeSupervisord(request => FakeSupervisord.MethodOf(request) == "startProcess"
            ? FakeSupervisord.Fault(RpcFault.SpawnError, "SPAWN_ERROR: web") : FakeSupervisord.Info("FATAL", error: "unknown error making dispatchers for 'web': EACCES"));
        using var client = Client(server);

        var outcome = await Driver(client).StartAsync(s_active, CancellationToken.None);

        Assert.Equal(
            (RestartResult.Failed, new Reason("spawn-error", "supervisord has not got web to run: unknown error making dispatchers for 'web': EACCES; look at supervisorctl tail web stderr")),
            (outcome.Result, outcome.Reason));
    }

    [Fact]
    public async Task Restart_StoppedMeanwhile_IsLeftToWhoeverDidIt()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.Fault(RpcFault.NotRunning, "NOT_RUNNING: web"));
        using var client = Client(server);

        var outcome = await Driver(client).RestartAsync(s_restart, s_active, CancellationToken.None);

        Assert.Equal(RestartResult.Displaced, outcome.Result);
        Assert.Equal(["stopProcess"], server.Methods);
    }

    [Fact]
    public async Task Signal_GoesThroughSupervisord()
    {
        await using var server = new FakeSupervisord(_ => FakeSupervisord.True);
        using var client = Client(server);

        Assert.Null(await Driver(client).SignalAsync(DumpSignal.Quit, s_active, CancellationToken.None));
        Assert.Contains("<string>SIGQUIT</string>", Assert.Single(server.Asked), StringComparison.Ordinal);
    }

    private static async Task<Watchdog.Managers.UnitLook> LookAsync(FakeSupervisord server)
    {
        using var client = Client(server);
        return await Driver(client).LookAsync(CancellationToken.None);
    }

    private static SupervisordClient Client(FakeSupervisord server) => new(new SupervisordConfig("") { Server = server.Url }, TimeProvider.System);

    private static SupervisordDriver Driver(SupervisordClient client) => new(new SupervisordConfig("web"), client, TimeProvider.System);
}
