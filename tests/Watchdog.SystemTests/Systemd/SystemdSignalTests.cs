using System.Collections.Immutable;
using System.Threading.Channels;
using Watchdog.Core;
using Watchdog.Managers.Systemd;

namespace Watchdog.SystemTests.Systemd;

[Collection(SystemdCollection.Name)]
public sealed class SystemdSignalTests(SystemdBox box)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [SkippableFact]
    public async Task Subscribe_Crash_IsToldWithoutAsking()
    {
        box.Require();
        await box.WriteServerAsync("told.service", 9201);
        await box.SystemctlAsync("start", "told.service");
        using var manager = box.Manager();
        var unit = manager.Unit("told.service");
        var before = await unit.StatusAsync();
        var told = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => told.Release());

        await box.ExecAsync("kill", "-KILL", $"{before.MainPid}");

        // Nobody looks until it is told.
        do Assert.True(await told.WaitAsync(s_soon));
        while ((await unit.StatusAsync()).State != UnitState.Failed);
    }

    [SkippableFact]
    public async Task Subscribe_Disposed_IsToldNoMore()
    {
        box.Require();
        await box.WriteServerAsync("untold.service", 9202);
        using var manager = box.Manager();
        var (unit, witness) = (manager.Unit("untold.service"), manager.Unit("untold.service"));
        var (told, seen) = (0, new SemaphoreSlim(0));
        unit.Subscribe(() => Interlocked.Increment(ref told)).Dispose();
        using var subscription = witness.Subscribe(() => seen.Release());

        await witness.StatusAsync();
        await box.SystemctlAsync("start", "untold.service");

        Assert.True(await seen.WaitAsync(s_soon));
        Assert.Equal(0, told);
    }

    [SkippableFact]
    public async Task Subscribe_Alias_IsToldOfTheUnitItself()
    {
        box.Require();
        await box.WriteServerAsync("real.service", 9203);
        await box.ExecAsync("ln", "-sf", "real.service", "/run/systemd/system/alias.service");
        await box.SystemctlAsync("daemon-reload");
        await box.SystemctlAsync("start", "real.service");
        using var manager = box.Manager();
        var unit = manager.Unit("alias.service");
        var told = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => told.Release());
        var before = await unit.UntilAsync(UnitState.Active);
        while (told.CurrentCount > 0) await told.WaitAsync();

        await box.ExecAsync("kill", "-KILL", $"{before.MainPid}");

        do Assert.True(await told.WaitAsync(s_soon));
        while ((await unit.StatusAsync()).State != UnitState.Failed);
    }

    [SkippableFact]
    public async Task Follow_InstancesThatComeAndGo_TellsEachSet()
    {
        box.Require();
        await box.WriteUnitAsync("hello-agent@.service", "[Service]\nExecStart=/bin/sleep inf");
        await box.SystemctlAsync("start", "hello-agent@one.service");
        using var manager = box.Manager();
        var sets = Channel.CreateBounded<ImmutableArray<string>>(16);

        using var following = new UnitDirectory(manager).Follow("hello-agent@*.service", names => sets.Writer.TryWrite(names));
        Assert.Equal(["hello-agent@one.service"], await NextAsync(sets));

        await box.SystemctlAsync("start", "hello-agent@two.service");
        Assert.Equal(["hello-agent@one.service", "hello-agent@two.service"], await NextAsync(sets));

        await box.SystemctlAsync("stop", "hello-agent@one.service");
        Assert.Equal(["hello-agent@two.service"], await NextAsync(sets));

        await box.SystemctlAsync("kill", "-s", "KILL", "hello-agent@two.service");
        await manager.Unit("hello-agent@two.service").UntilAsync(UnitState.Failed);
        await box.SystemctlAsync("start", "hello-agent@three.service");
        Assert.Equal(["hello-agent@three.service", "hello-agent@two.service"], await NextAsync(sets));
    }

    private static async Task<string[]> NextAsync(Channel<ImmutableArray<string>> sets)
    {
        using var soon = new CancellationTokenSource(s_soon);
        return [.. await sets.Reader.ReadAsync(soon.Token)];
    }
}
