using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Managers;
using Watchdog.Notify;
using Watchdog.Supervision.Host;

namespace Watchdog.Supervision;

/// <summary>The services that are watched, a loop each. Changed service by service: who is not touched notices nothing.</summary>
internal sealed class ServiceSet(ManagerSet managers, LookerFactory lookers, IJournal journal, IStateStore store, Clock clock, HostWatch host, ILogger log, INotices? notices = null) : IAsyncDisposable
{
    /// <summary>How long a unit that goes along with another's restart may take until its new instance shows.</summary>
    private static readonly TimeSpan s_along = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _changing = new(1);
    private Action<ServiceLoop, Restart, UnitStatus?>? _expectAlong;     // one for all loops
    private Waits.Peers? _peers;        // likewise
    private bool _begun;
    private volatile IReadOnlyDictionary<string, ServiceLoop> _loops = new Dictionary<string, ServiceLoop>();

    /// <summary>The loops by service, as they stand: replaced as a whole.</summary>
    public IReadOnlyDictionary<string, ServiceLoop> Loops => _loops;

    /// <summary>Stops what is gone, starts what is new, replaces what has changed, in one go; the state is handed over through the store.</summary>
    public async Task ApplyAsync(IReadOnlyCollection<ServiceConfig> wanted, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            host.SeesAll = false;
            if (!_begun) await ForgetOthersAsync(wanted).ConfigureAwait(false);
            _begun = true;
            var old = _loops;
            var next = new Dictionary<string, ServiceLoop>(wanted.Count);
            var fresh = new List<ServiceConfig>();
            foreach (var service in wanted)
            {
                if (old.TryGetValue(service.Name, out var same) && same.Keeper.Config.Equals(service)) next[service.Name] = same;
                else fresh.Add(service);
            }

            await Task.WhenAll(old.Where(one => !next.ContainsKey(one.Key)).Select(one => StopAsync(one.Value, wanted))).ConfigureAwait(false);
            foreach (var service in fresh)
            {
                var because = old.Count == 0 ? "the daemon started" : old.ContainsKey(service.Name) ? "its configuration has changed" : "it was added";
                if (TryBuild(service, because) is not { } loop) continue;
                next[service.Name] = loop;
                loop.Start();
            }

            _loops = next;
        }
        finally
        {
            host.SeesAll = true;
            _changing.Release();
        }
    }

    /// <summary>Whether every loop keeps its schedule; the first that does not, by name, else null.</summary>
    public string? FirstStuck(TimeSpan now)
    {
        foreach (var (name, loop) in _loops)
        {
            if (!loop.IsTurning(now)) return name;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        host.SeesAll = false;
        var loops = _loops;
        _loops = new Dictionary<string, ServiceLoop>();
        await Task.WhenAll(loops.Values.Select(loop => loop.DisposeAsync().AsTask())).ConfigureAwait(false);
        _changing.Dispose();
    }

    private async Task ForgetOthersAsync(IEnumerable<ServiceConfig> wanted)
    {
        try
        {
            await managers.ForgetOthersAsync(wanted).ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            Log.LeftoversNotEnded(log, bug);        // those that are configured are watched all the same
        }
    }

    private async Task StopAsync(ServiceLoop loop, IEnumerable<ServiceConfig> wanted)
    {
        var service = loop.Keeper.Config;
        try
        {
            await loop.DisposeAsync().ConfigureAwait(false);
            if (wanted.Any(other => other.Name == service.Name && other.Manager.GetType() == service.Manager.GetType())) return;

            Log.ServiceLeft(log, service.Name);
            await managers.ForgetAsync(service).ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            Log.ServiceNotChanged(log, service.Name, bug);      // the others are changed all the same
        }
    }

    /// <summary>One that cannot be watched must not keep the others from being watched.</summary>
    private ServiceLoop? TryBuild(ServiceConfig service, string because)
    {
        try
        {
            var unit = managers.UnitOf(service);
            var keeper = new Keeper(service, journal, store, log, notices);
            var looker = lookers.Create(service, unit, _peers ??= PeersOf, log);
            return new ServiceLoop(keeper, unit, looker, clock, log, because, _expectAlong ??= ExpectAlong, host);
        }
        catch (Exception bug)
        {
            Log.ServiceNotChanged(log, service.Name, bug);
            return null;
        }
    }

    private IReadOnlyCollection<(ServicePolicy Policy, ServiceState State)> PeersOf(string name) =>
        [.. _loops.Where(one => ServiceConfig.IsOf(name, one.Key)).Select(one => (one.Value.Keeper.Config.Policy, one.Value.Keeper.State))];

    /// <summary>What requires the unit restarts with it: those starts are ours, and nobody else's fault.</summary>
    private void ExpectAlong(ServiceLoop by, Restart order, UnitStatus? unit)
    {
        if (by.Keeper.Config.Manager is not SystemdConfig { Scope: var scope } || unit is null || unit.RestartsAlong.Count == 0) return;

        var until = clock.Now.Uptime + s_along;
        foreach (var loop in _loops.Values)
        {
            // A user's units have nothing to do with the system's of the same name.
            var sameManager = loop.Keeper.Config.Manager is SystemdConfig other && other.Scope == scope;
            if (sameManager && unit.RestartsAlong.Contains(loop.Unit.Name)) loop.TryPost(new StartExpected(order.Reason.Code, until));
        }
    }
}
