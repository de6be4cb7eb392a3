using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>One check of a running service: its probe and when it is due.</summary>
internal sealed class CheckSlot(CheckConfig check, IProbe probe, string? counterCheck)
{
    private long _lastTook = -1;

    public CheckPolicy Policy { get; } = check.Policy;

    public IProbe Probe { get; } = probe;

    /// <summary>The accept-loop check whose number stands in this one's answer, or null.</summary>
    public string? CounterCheck { get; } = counterCheck;

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
}
