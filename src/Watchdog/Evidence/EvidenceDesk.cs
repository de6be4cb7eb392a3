using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Diagnosing;
using Watchdog.Supervision;

namespace Watchdog.Evidence;

/// <summary>What the evidence of all services shares: the store, the places, and who was left behind.</summary>
/// <param name="store">Where bundles are kept.</param>
/// <param name="journal">The folder of our journal.</param>
/// <param name="collectors">Makes those of a service, when its first bundle is taken.</param>
/// <param name="kernel">Knows its processes.</param>
/// <param name="clock">Both clocks.</param>
/// <param name="log">For what is kept and what is not.</param>
internal sealed class EvidenceDesk(
    BundleStore store, string journal, Func<ServiceConfig, EvidenceConfig, ImmutableArray<ICollector>> collectors, KernelFacts kernel, Clock clock, ILogger log) : IAsyncDisposable
{
    /// <summary>Bundles at a time that may hold processes still: what fails everywhere at once must not start a debugger for each.</summary>
    private const int MostBundles = 2;

    /// <summary>Collectors at a time, of all bundles.</summary>
    private const int MostAtWork = 16;

    /// <summary>At our end, for bundles that are told of it: a debugger is ended, its process let go, and what there is of the bundle kept.</summary>
    private static readonly TimeSpan s_comeBackWithin = TimeSpan.FromSeconds(4);

    /// <summary>At our end, for what is told of a bundle after its action.</summary>
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Service, string Collector), CollectorWork> _under = [];
    private readonly Lock _gate = new();
    private volatile EvidenceConfig _config = new();
    private volatile Secrets _secrets = Secrets.None;
    private readonly HashSet<Task> _ending = [];
    private Task _afterwards = Task.CompletedTask;

    public BundleStore Store => store;

    public Clock Clock => clock;

    public ILogger Log => log;

    public KernelFacts Kernel => kernel;

    public string Journal => journal;

    /// <summary>As configured now.</summary>
    public EvidenceConfig Config
    {
        get => _config;
        set => _config = value;
    }

    /// <summary>Of the whole configuration: one service writes what belongs to another.</summary>
    public Secrets Secrets
    {
        get => _secrets;
        set => _secrets = value;
    }

    /// <summary>For bundles that may hold processes still.</summary>
    public SemaphoreSlim Places { get; } = new(MostBundles, MostBundles);

    /// <summary>For collectors at work.</summary>
    public SemaphoreSlim AtWork { get; } = new(MostAtWork, MostAtWork);

    public ServiceEvidence Of(ServiceConfig service) => new(service, this);

    public ImmutableArray<ICollector> CollectorsOf(ServiceConfig service, EvidenceConfig config) => collectors(service, config);

    /// <summary>Starts a collector, unless the one before it of the same kind and service still runs.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="collector">Which.</param>
    /// <param name="collect">What it does, on a thread of its own: one that hangs in the kernel must take none from the pool.</param>
    /// <param name="work">What was started, else what still runs.</param>
    public bool TryStart(string service, string collector, Func<Task<Collected>> collect, out CollectorWork work)
    {
        lock (_gate)
        {
            if (_under.TryGetValue((service, collector), out var before) && !before.Task.IsCompleted)
            {
                work = before;
                return false;
            }

            _under[(service, collector)] = work = new CollectorWork(Task.Factory.StartNew(collect, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
            return true;
        }
    }

    /// <summary>A bundle is ended: whatever becomes of its service, that is waited for at our end.</summary>
    public async Task<string?> FollowAsync(Task<string?> end)
    {
        lock (_gate) _ending.Add(end);
        try
        {
            return await end.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _ending.Remove(end);
        }
    }

    /// <summary>Something is to be done for a bundle once nothing waits for it any more; one after the other.</summary>
    public void Afterwards(Func<Task> work)
    {
        lock (_gate) _afterwards = DoAfterAsync(_afterwards, work);
    }

    /// <summary>Tells the bundles of an incident what has happened.</summary>
    public void Note(string incident, Func<BundleIndex, BundleIndex> change) => Afterwards(() =>
    {
        store.Note(incident, change);
        return Task.CompletedTask;
    });

    /// <summary>Tells one bundle alone.</summary>
    public void NoteOne(string id, Func<BundleIndex, BundleIndex> change) => Afterwards(() =>
    {
        store.NoteOne(id, change);
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate) ending = [.. _ending];
        await Task.WhenAll(ending).WaitAsync(s_comeBackWithin, clock.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Task last;
        lock (_gate) last = _afterwards;
        await last.WaitAsync(s_endWithin, clock.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DoAfterAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Watchdog.Log.EvidenceNotCompleted(log, failure.Message);
        }
        catch (Exception bug)
        {
            Watchdog.Log.EvidenceFailed(log, "", bug);
        }
    }
}
