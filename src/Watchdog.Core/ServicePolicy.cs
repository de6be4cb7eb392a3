using System.Collections.Immutable;

namespace Watchdog.Core;

/// <summary>Everything that the judgement knows of a service's configuration.</summary>
public sealed record ServicePolicy
{
    public required string Name { get; init; }

    public ImmutableArray<CheckPolicy> Checks { get; init; } = [];

    public Budget Budget { get; init; } = new(3, TimeSpan.FromMinutes(30));

    public Backoff Backoff { get; init; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30));

    /// <summary>How long a new instance may take until every check has passed once, from the unit's own start time. Default 5 min.</summary>
    public TimeSpan StartupGate { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>While a storm or an ineffective hard cause is held: one try per this long. Default 1 h.</summary>
    public TimeSpan HalfOpenEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>While held: the alert is repeated per this long. Default 1 day.</summary>
    public TimeSpan RemindEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Restarts in a row that did not help against a cause, until it is held. Default 2.</summary>
    public int IneffectiveLimit { get; init; } = 2;

    /// <summary>After this long without a fault, backoff, storm and ineffective counts are back at the start. Default 10 min, as kubelet's.</summary>
    public TimeSpan CalmAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the unit may be out of sight before that is an alert. Default 5 min.</summary>
    public TimeSpan BlindAlertAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Cuts a frozen process's stop short, where nobody chose TimeoutStopSec. Default 20 s; null never kills.</summary>
    public TimeSpan? KillAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long clients may hold all its workers before that is a reason to restart. Default 60 s.</summary>
    public TimeSpan PoolFullFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What it cannot work without, by name: services of the file, and inline checks.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>How long a soft cause waits for work in flight at most; null where nobody says what is in flight.</summary>
    public TimeSpan? BusyAtMost { get; init; }

    /// <summary>Sent to a living main process before its restart; null for none.</summary>
    public DumpSignal? Signal { get; init; }

    /// <summary>How long doubt about ourselves may silence what we see, and hold what is provably frozen. Default 10 min.</summary>
    public TimeSpan DoubtAtMost { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nothing is done because many services are suspect at once. Default 5 min.</summary>
    public TimeSpan CorrelatedHoldAtMost { get; init; } = TimeSpan.FromMinutes(5);

    public CheckPolicy? Find(string check)
    {
        foreach (var policy in Checks)
        {
            if (policy.Name == check) return policy;
        }

        return null;
    }
}

/// <summary>How many restarts are allowed in a sliding window. Default 3 in 30 min; after Erlang's supervisor intensity and systemd's StartLimit.</summary>
/// <param name="Restarts">1 to 100.</param>
/// <param name="Within">1 min to 30 days.</param>
public readonly record struct Budget(int Restarts, TimeSpan Within);

/// <summary>The least time between our restarts, doubling; after kubelet's back-off. Back to the start after ten healthy minutes.</summary>
/// <param name="Initial">After the first restart. Default 2 min.</param>
/// <param name="Max">Never longer. Default 30 min.</param>
public readonly record struct Backoff(TimeSpan Initial, TimeSpan Max);
