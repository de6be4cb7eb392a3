using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Tests.Support;

/// <summary>A unit that is as the test says.</summary>
internal sealed class FakeUnit : IManagedUnit
{
    private Action _changed = () => { };
    private int _looks;
    private int _orders;

    public string Name => "s.service";

    public UnitStatus Status { get; set; } = Active("one");

    public Func<CancellationToken, ValueTask<UnitLook>>? OnLook { get; set; }

    public Func<Restart, CancellationToken, Task<RestartOutcome>>? OnAct { get; set; }

    public int Looks => Volatile.Read(ref _looks);

    public int Orders => Volatile.Read(ref _orders);

    public Restart? LastOrder { get; private set; }

    public bool IsSubscribed { get; private set; }

    public static UnitStatus Active(string instance) => new() { State = UnitState.Active, SubState = "running", Instance = instance, StartedAt = TimeSpan.FromHours(1) };

    public ValueTask<UnitLook> LookAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref _looks);
        return OnLook?.Invoke(cancel) ?? ValueTask.FromResult(UnitLook.Seen(Status));
    }

    public Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel)
    {
        LastOrder = order;
        Interlocked.Increment(ref _orders);
        return OnAct?.Invoke(order, cancel) ?? Task.FromResult(new RestartOutcome(RestartResult.Done, new Reason("done", "done")));
    }

    public ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel) => ValueTask.FromResult(new MemoryLook(0, null, default));

    public IDisposable Subscribe(Action changed)
    {
        (_changed, IsSubscribed) = (changed, true);
        return new Subscription(this);
    }

    public void Signal() => _changed();

    private sealed class Subscription(FakeUnit unit) : IDisposable
    {
        public void Dispose() => unit.IsSubscribed = false;
    }
}
