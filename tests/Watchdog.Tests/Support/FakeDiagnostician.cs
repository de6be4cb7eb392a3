using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Supervision;

namespace Watchdog.Tests.Support;

/// <summary>Sees what the test says, and remembers what it was asked.</summary>
internal sealed class FakeDiagnostician : IDiagnostician
{
    private readonly List<string> _asked = [];

    public Func<Task<Signals>> OnLook { get; set; } = () => Task.FromResult(new Signals());

    /// <summary><c>liveness</c>, or <c>liveness, listener</c> where only that was asked.</summary>
    public IReadOnlyList<string> Asked
    {
        get { lock (_asked) return [.. _asked]; }
    }

    public Task<Signals> LookAsync(CheckSlot slot, UnitStatus status, bool onlyListener, CancellationToken cancel)
    {
        lock (_asked) _asked.Add(onlyListener ? $"{slot.Policy.Name}, listener" : slot.Policy.Name);
        return OnLook();
    }
}
