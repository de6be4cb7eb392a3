using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>One check of a running service: its probe and when it is due.</summary>
internal sealed class CheckSlot(CheckConfig check, IProbe probe, ImmutableArray<CheckConfig> riders)
{
    private long _lastTook = -1;

    public CheckPolicy Policy { get; } = check.Policy;

    public IProbe Probe { get; } = probe;

    /// <summary>The checks whose numbers stand in this one's answer, in the order in which the probe reads them.</summary>
    public ImmutableArray<CheckConfig> Riders { get; } = riders;

    /// <summary>When the next look starts, monotonic.</summary>
    public TimeSpan Due { get; set; }

    /// <summary>When the last look started, or was due a moment before, monotonic: intervals count from start to start.</summary>
    public TimeSpan Began { get; set; }

    /// <summary>One look of a kind at a time.</summary>
    public bool InFlight { get; set; }

    /// <summary>The last look, which may hang on although nobody waits for it any more.</summary>
    public Task Look { get; set; } = Task.CompletedTask;

    /// <summary>How long the last look took, for status, which asks from another thread; null before the first.</summary>
    public TimeSpan? LastTook
    {
        get => Interlocked.Read(ref _lastTook) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Interlocked.Exchange(ref _lastTook, value?.Ticks ?? -1);
    }

    /// <summary>Whether its looks tell of the check: its own, or one that rides on its answer.</summary>
    public bool Tells(string check) => Policy.Name == check || Riders.Any(rider => rider.Policy.Name == check);
}
