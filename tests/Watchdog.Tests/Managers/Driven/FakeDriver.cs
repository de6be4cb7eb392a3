using System.Collections.Concurrent;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Driven;

namespace Watchdog.Tests.Managers.Driven;

/// <summary>A manager whose orders take until the test ends them, or until they are cancelled.</summary>
internal sealed class FakeDriver : IDriver
{
    private volatile UnitStatus _status = new() { State = UnitState.Active, Instance = "a" };

    public UnitStatus Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>Each when it begins.</summary>
    public ConcurrentQueue<string> Orders { get; } = [];

    public TaskCompletionSource<RestartOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "web";

    public Task<UnitLook> LookAsync(CancellationToken cancel) => Task.FromResult(UnitLook.Seen(Status));

    public Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel) => Begin("restart", cancel);

    public Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel) => Begin("start", cancel);

    private Task<RestartOutcome> Begin(string order, CancellationToken cancel)
    {
        Orders.Enqueue(order);
        return Outcome.Task.WaitAsync(cancel);
    }
}
