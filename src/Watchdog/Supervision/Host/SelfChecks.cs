using Watchdog.Core;

namespace Watchdog.Supervision.Host;

/// <summary>What <see cref="SelfHealth"/> looks at. Each can be said otherwise in a test.</summary>
internal sealed record SelfChecks
{
    /// <summary>Trusts everything.</summary>
    public static SelfChecks None { get; } = new();

    /// <summary>Why our own prober cannot be trusted; null when it can. Ends within seconds.</summary>
    public Func<CancellationToken, Task<Reason?>> Control { get; init; } = _ => Task.FromResult<Reason?>(null);

    /// <summary>Why we cannot open what we need; null when we can.</summary>
    public Func<Reason?> Descriptors { get; init; } = () => null;

    /// <summary>How long the machine has slept since it was booted.</summary>
    public Func<TimeSpan> Asleep { get; init; } = () => TimeSpan.Zero;

    /// <summary>A turn that comes this much after its time is late. A busy machine makes it tens of milliseconds.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What presses on the machine, for people; empty when that cannot be told.</summary>
    public Func<string> Pressure { get; init; } = () => "";
}
