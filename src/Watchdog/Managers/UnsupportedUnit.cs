using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>A unit of a manager that this version cannot drive: never seen, so never acted upon.</summary>
internal sealed class UnsupportedUnit(string name, string why) : IManagedUnit, IDisposable
{
    private const string Code = "manager-not-supported";

    public string Name => name;

    public ValueTask<UnitLook> LookAsync(CancellationToken cancel) => ValueTask.FromResult(UnitLook.NotSeen(Code, why));

    public Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel) =>
        Task.FromResult(new RestartOutcome(RestartResult.Unreachable, new Reason(Code, why)));

    public ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel) => ValueTask.FromResult(new MemoryLook(null, null, new Reason(Code, why)));

    public IDisposable Subscribe(Action changed) => this;

    public void Dispose()
    {
        // It holds nothing: this is the subscription to something that never changes.
    }
}
