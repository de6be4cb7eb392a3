using System.Net;
using System.Net.Sockets;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Probes;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

/// <summary>Each look at a wedged server takes a place in its backlog, for good. The backlog is a real one; the hour is not.</summary>
public sealed class ServiceLoopBacklogTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly Socket _neverAccepts = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ProbeClients _clients = new();

    public ServiceLoopBacklogTests()
    {
        _neverAccepts.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _neverAccepts.Listen(4096);
    }

    private IPEndPoint Place => (IPEndPoint)_neverAccepts.LocalEndPoint!;

    private long Waiting => Assert.Single(SocketDiag.OfThisMachine.Listeners(Place).Listeners).Waiting;

    [SkippableFact]
    public async Task Run_AnHourOfAWedgeThatNothingMayBeDoneAbout_TakesFewPlacesAndSlowsDownWithin20()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux tells who waits in a backlog");
        var policy = LoopRig.Liveness with { Interval = s_interval, Timeout = TimeSpan.FromSeconds(1), Diagnosable = true };
        await using var rig = new LoopRig(policy);
        rig.Around.OnLook = () => Task.FromResult(new Signals { Listening = Listening.Ours, Waiting = 1, IsMoving = false, Activity = ProcessActivity.Stopped });
        var probe = new HttpProbe(policy, new HttpTarget { Url = new Uri($"http://{Place}/health") }, [], null, _clients, null, rig.Time);
        rig.Probe.OnLook = cancel => probe.LookAsync(policy.Timeout, cancel);
        Assert.True(rig.Start().TryPost(new PauseSet("nothing may be done", rig.Time.Uptime + (s_hour * 2))));

        var began = rig.Time.Uptime;
        while (rig.Time.Uptime - began < s_hour)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);        // for the loop to see it; one that does not in time looks less often, never more
        }

        var looks = rig.Probe.Starts;
        Assert.InRange(looks.Count, 100, (int)(s_hour / (s_interval * 4)) + 20);
        Assert.True(looks.Zip(looks.Skip(1), (one, next) => next - one).Take(20).Any(gap => gap >= s_interval * 4), "it has not slowed down within 20 looks");

        // One whose time was up before the kernel had its connection has taken none.
        await Eventually.TrueAsync(() => Waiting > looks.Count / 2, () => $"most of {looks.Count} looks in the backlog; there are {Waiting}");
        Assert.InRange(Waiting, 1, looks.Count);
    }

    public void Dispose()
    {
        _neverAccepts.Dispose();
        _clients.Dispose();
    }
}
