using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

[Collection(SystemdCollection.Name)]
public sealed class SystemdContractTests(SystemdBox box) : PrivilegeContract
{
    private static int s_count;

    private readonly string _name = $"contract-{Interlocked.Increment(ref s_count)}.service";
    private SystemdManager? _manager;
    private SystemdManager? _nothing;

    internal override IManagedUnit Unit => _manager!.Unit(_name);

    internal override IManagedUnit OfNoManager => _nothing!.Unit(_name);

    protected override bool RestartsByItself => false;

    public override async Task InitializeAsync()
    {
        box.Require();
        _manager = box.Manager();
        _nothing = box.Nothing();
        await box.WriteUnitAsync(_name, "[Service]\nExecStart=/usr/bin/sleep 86400");
        await StartByHandAsync();
    }

    public override Task DisposeAsync()
    {
        _manager?.Dispose();
        _nothing?.Dispose();
        return Task.CompletedTask;
    }

    protected override Task StopByHandAsync() => box.SystemctlAsync("stop", _name);

    protected override Task StartByHandAsync() => box.SystemctlAsync("start", _name);

    /// <summary>A process of the box has another number out here.</summary>
    protected override async Task<string?> NameOfAsync(int pid) => await box.TryExecAsync("cat", $"/proc/{pid}/comm") is { ExitCode: 0, Output: var name } ? name.Trim() : null;

    protected override Task SignalAsync(int pid, string signal) => box.ExecAsync("kill", $"-{signal}", $"{pid}");

    private protected override async Task<RestartOutcome> RestartAsNobodyAsync(UnitStatus before)
    {
        using var manager = box.Manager(SystemdBox.Uid);
        return await manager.Unit(_name).ActAsync(Orders.RestartIfHung(before), CancellationToken.None);
    }
}
