using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>One check of a running service: its probe and when it is due.</summary>
internal sealed class CheckSlot(CheckConfig check, IProbe probe, ImmutableArray<CheckConfig> riders, KeptConnection? kept = null, IExchanges? exchanges = null)
{
    private long _lastTook = -1;
    private long _healthyTook = -1;

    public CheckPolicy Policy { get; } = check.Policy;

    public CheckConfig Config { get; } = check;

    public IProbe Probe { get; } = probe;

    /// <summary>The checks whose numbers stand in this one's answer, in the order in which the probe reads them.</summary>
    public ImmutableArray<CheckConfig> Riders { get; } = riders;

    /// <summary>Its last answered connection, held for a diagnosis; null where no counter rides along.</summary>
    public KeptConnection? Kept { get; } = kept;

    /// <summary>Its last looks that failed, for whoever asks why.</summary>
    public Transcripts Transcripts { get; } = new();

    /// <summary>What its last failed look asked and got; null for what asks no URL.</summary>
    public IExchanges? Exchanges { get; } = exchanges;

    /// <summary>Who waited in the listener's backlog when it was last looked at.</summary>
    public BacklogMemory Backlog { get; } = new();

    /// <summary>What is around it is being looked at: its next look waits for that.</summary>
    public bool IsDiagnosed { get; set; }

    /// <summary>When the next look starts, monotonic.</summary>
    public TimeSpan Due { get; set; }

    /// <summary>When the last look started, or was due a moment before, monotonic: intervals count from start to start.</summary>
    public TimeSpan Began { get; set; }

    /// <summary>One look of a kind at a time.</summary>
    public bool InFlight { get; set; }

    /// <summary>The last look, which may hang on although nobody waits for it any more.</summary>
    public Task Look { get; set; } = Task.CompletedTask;

    /// <summary>How long an answer takes while it is well, the slow ones counting most; null before the first.</summary>
    public TimeSpan? HealthyTook => Read(ref _healthyTook);

    /// <summary>It was well: what stood is forgotten.</summary>
    public void Passed(TimeSpan took)
    {
        var before = HealthyTook * 0.9 ?? TimeSpan.Zero;
        Interlocked.Exchange(ref _healthyTook, (took > before ? took : before).Ticks);
        Backlog.Forget();
    }

    /// <summary>A new instance: who waited for the one before, or had a connection to it, says nothing of this one.</summary>
    public void BeginAgain()
    {
        Kept?.BeginAgain();
        Backlog.Forget();
    }

    /// <summary>How long the last look took, for status, which asks from another thread; null before the first.</summary>
    public TimeSpan? LastTook
    {
        get => Read(ref _lastTook);
        set => Interlocked.Exchange(ref _lastTook, value?.Ticks ?? -1);
    }

    private static TimeSpan? Read(ref long ticks) => Interlocked.Read(ref ticks) is >= 0 and var set ? TimeSpan.FromTicks(set) : null;

    /// <summary>Whether its looks tell of the check: its own, or one that rides on its answer.</summary>
    public bool Tells(string check) => Policy.Name == check || Riders.Any(rider => rider.Policy.Name == check);
}
