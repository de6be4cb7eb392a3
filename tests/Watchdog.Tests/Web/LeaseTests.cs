using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Supervision;
using Watchdog.Tests.Support;
using Watchdog.Web;

namespace Watchdog.Tests.Web;

/// <summary>Over a real socket, to a real daemon.</summary>
public sealed class LeaseTests : IAsyncLifetime, IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TestFolder _folder = new();
    private readonly DaemonRig _rig = new($"{DaemonRig.Child("a")}, {DaemonRig.Child("b")}");
    private ControlServer? _server;
    private ControlClient _client = null!;

    public async Task InitializeAsync()
    {
        await _rig.WatchingAsync("a", "b");
        (_server, var problem) = await ControlServer.StartAsync(
            _folder.Directories.ControlSocket, new DaemonControl(_rig.Daemon, _rig.Evidence, _rig.Clock, "0"), null, TimeProvider.System, NullLoggerFactory.Instance, Never);
        Assert.Equal(default, problem);
        _client = new ControlClient(_folder.Directories.ControlSocket, TimeProvider.System, TimeSpan.FromSeconds(20));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _rig.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lease_WhileItIsHeld_PausesAllAndEndsWithItsOwner()
    {
        var lease = await TakeAsync(TimeSpan.FromHours(1), "a", "b");
        Assert.Equal((Phase.Paused, Phase.Paused), (State("a").Phase, State("b").Phase));

        lease.Dispose();
        await Eventually.TrueAsync(() => State("a").Phase != Phase.Paused && State("b").Phase != Phase.Paused, "both are kept again");
    }

    /// <summary>What is said of hundreds is to fit in a line.</summary>
    [Fact]
    public async Task Pause_OfMany_NamesTen()
    {
        var names = Enumerable.Range(1, 12).Select(i => $"s{i:00}").ToArray();
        await using var many = new DaemonRig(string.Join(", ", names.Select(name => DaemonRig.Child(name))));
        await many.WatchingAsync(names);

        var answer = await new PauseControl(many.Daemon.Services, many.Clock).PauseAsync(new PauseRequest([.. names], TimeSpan.FromHours(1), "a test", null), Never);

        Assert.Equal("s01, s02, s03, s04, s05, s06, s07, s08, s09, s10 and 2 more: paused for 1 h", answer.Reason.Sentence);
    }

    /// <summary>A service that leaves the configuration while the command runs does not end the pause of the others.</summary>
    [Fact]
    public async Task Lease_OneOfItsServicesIsGone_IsTakenAgainAndGivenBackForTheOthers()
    {
        var lease = await TakeAsync(TimeSpan.FromHours(1), "a", "b");
        _rig.Write(DaemonRig.Child("a"));
        await _rig.Daemon.ReloadAsync("a test", Never);
        await _rig.WatchedAsync("a");

        var request = new PauseRequest(["a", "b"], TimeSpan.FromHours(1), "a test", "lease");
        Assert.Equal("no-such-service", (await _client.LeaseAsync(request, Never)).Reason.Code);
        var again = (await _client.LeaseAsync(request with { IsAgain = true }, Never)).Value!;
        lease.Dispose();
        Assert.Equal(Phase.Paused, State("a").Phase);

        Assert.Equal(ControlOutcome.Answered, (await _client.ResumeAsync(new ResumeRequest(["a", "b"], "the command has ended", "lease"), Never)).Outcome);
        await Eventually.TrueAsync(() => State("a").Phase != Phase.Paused, "it is kept again");
        Assert.Equal("resumed", (await again.NextAsync(Never).WaitAsync(TimeSpan.FromSeconds(30)))?.Code);
        again.Dispose();
    }

    /// <summary>A daemon that has just begun may know neither the lease nor its services yet: the owner has to ask again.</summary>
    [Fact]
    public async Task Resume_OfServicesThatAreNotThere_IsDoneOnlyWhereTheLeaseIsHeld()
    {
        using var lease = await TakeAsync(TimeSpan.FromHours(1), "b");
        _rig.Write(DaemonRig.Child("a"));
        await _rig.Daemon.ReloadAsync("a test", Never);
        await _rig.WatchedAsync("a");

        Assert.Equal("no-such-service", (await _client.ResumeAsync(new ResumeRequest(["b"], "the command has ended", "another"), Never)).Reason.Code);
        Assert.Equal(ControlOutcome.Answered, (await _client.ResumeAsync(new ResumeRequest(["b"], "the command has ended", "lease"), Never)).Outcome);
    }

    [Fact]
    public async Task Lease_WhoseTimeIsUp_IsEndedAndItsOwnerTold()
    {
        using var lease = await TakeAsync(TimeSpan.FromSeconds(1), "a");

        Assert.Equal("pause-over", (await lease.NextAsync(Never).WaitAsync(TimeSpan.FromSeconds(30)))?.Code);
        await Eventually.TrueAsync(() => State("a").Phase != Phase.Paused, "it is kept again");
        Assert.Null(await lease.NextAsync(Never).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Resume_OfAllItsServices_EndsTheLeaseAndItsOwnerIsTold()
    {
        using var lease = await TakeAsync(TimeSpan.FromHours(1), "a", "b");

        Assert.Equal("resumed", (await _client.ResumeAsync(new ResumeRequest(["a"], "anna"), Never)).Value.Code);
        Assert.Equal((false, Phase.Paused), (State("a").Phase == Phase.Paused, State("b").Phase));
        Assert.Equal("not-paused", (await _client.ResumeAsync(new ResumeRequest(["a"], "anna"), Never)).Value.Code);
        await _client.ResumeAsync(new ResumeRequest(["b"], "anna"), Never);
        Assert.Equal(new Reason("resumed", "anna"), await lease.NextAsync(Never).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Server_ThatStops_LetsGoAndLeavesTheServicesPaused()
    {
        using var lease = await TakeAsync(TimeSpan.FromHours(1), "a");

        await _server!.DisposeAsync();
        _server = null;

        Assert.Equal("daemon-stopping", (await lease.NextAsync(Never).WaitAsync(TimeSpan.FromSeconds(30)))?.Code);
        Assert.Equal(Phase.Paused, State("a").Phase);
    }

    [Fact]
    public async Task Pause_OfOneThatIsUnknown_PausesNone()
    {
        var refused = await _client.PauseAsync(new PauseRequest(["a", "x"], TimeSpan.FromHours(1), "anna"), Never);

        Assert.Equal((ControlOutcome.Refused, "no-such-service"), (refused.Outcome, refused.Reason.Code));
        Assert.Empty(State("a").Pauses);
        Assert.Equal("bad-request", (await _client.PauseAsync(new PauseRequest(["a"], TimeSpan.FromDays(8), "anna"), Never)).Reason.Code);
    }

    [Fact]
    public async Task Pause_ForATime_IsSaved()
    {
        await _client.PauseAsync(new PauseRequest(["a"], TimeSpan.FromHours(1), "anna"), Never);
        await _client.PauseAsync(new PauseRequest(["a"], TimeSpan.FromHours(2), "ben"), Never);

        var status = (await _client.StatusAsync("a", Never)).Value!;
        Assert.Equal(["anna", "ben"], status.Pauses.Select(pause => pause.Because));
        Assert.Equal(status.Pauses[1].Until, status.PausedUntil);
    }

    private ServiceState State(string service) => _rig[service].Keeper.State;

    private async Task<HeldLease> TakeAsync(TimeSpan length, params string[] services)
    {
        var taken = await _client.LeaseAsync(new PauseRequest([.. services], length, "a test", "lease"), Never);
        Assert.Equal((ControlOutcome.Answered, default), (taken.Outcome, taken.Reason));
        return taken.Value!;
    }
}
