using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.SystemTests.Systemd;

/// <summary>Each end is told twice: by the jobs that were heard, and by the journal to someone who came later.</summary>
[Collection(SystemdCollection.Name)]
public sealed class SystemdLastEndTests(SystemdBox box)
{
    [SkippableFact]
    public async Task LastEnd_StopOfServiceThatExitsNonZero_IsAStopJob()
    {
        box.Require();
        await box.WriteServerAsync("rude.service", 9101, options: "--exit-on-term 3");
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "rude.service");
        await box.ListeningAsync(9101);

        await box.SystemctlAsync("stop", "rude.service");

        await AssertBothAsync(listener, UnitState.Failed, LastEnd.StopJob);
    }

    [SkippableFact]
    public async Task LastEnd_StopThatWasHeard_NeedsNoJournal()
    {
        box.Require();
        await box.WriteServerAsync("slow.service", 9102, "ExecStop=/bin/sleep 0.5", "--exit-on-term 3");
        using var manager = box.Manager(journal: false);
        var listener = await StartedAsync(manager, "slow.service");
        await box.ListeningAsync(9102);

        await box.SystemctlAsync("stop", "slow.service");

        Assert.Equal(LastEnd.StopJob, (await listener.UntilAsync(UnitState.Failed)).LastEnd);
    }

    [SkippableFact]
    public async Task LastEnd_CrashThatWasHeard_NeedsNoJournal()
    {
        box.Require();
        await box.WriteServerAsync("heard.service", 9107);
        using var manager = box.Manager(journal: false);
        var listener = await StartedAsync(manager, "heard.service");
        await box.ListeningAsync(9107);
        await listener.UntilAsync(UnitState.Active);

        box.Write("/run/heard.service.control", "exit 1");

        Assert.Equal(LastEnd.ByItself, (await listener.UntilAsync(UnitState.Failed)).LastEnd);
    }

    [SkippableFact]
    public async Task LastEnd_StopOfAFailedUnit_IsAStopJob()
    {
        box.Require();
        await box.WriteServerAsync("given-up.service", 9108);
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "given-up.service");
        await box.ExecAsync("kill", "-KILL", await box.PropertyAsync("given-up.service", "MainPID"));
        Assert.Equal(LastEnd.ByItself, (await listener.UntilAsync(UnitState.Failed)).LastEnd);

        await Task.Delay(TimeSpan.FromSeconds(1.5)); // nobody is as fast as a signal
        await box.SystemctlAsync("stop", "given-up.service");

        await listener.UntilAsync(status => status.LastEnd == LastEnd.StopJob);
    }

    [SkippableFact]
    public async Task LastEnd_KilledProcess_IsByItself()
    {
        box.Require();
        await box.WriteServerAsync("killed.service", 9103);
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "killed.service");

        await box.ExecAsync("kill", "-KILL", await box.PropertyAsync("killed.service", "MainPID"));

        var status = await AssertBothAsync(listener, UnitState.Failed, LastEnd.ByItself);
        Assert.Equal("signal", status.Result);
    }

    [SkippableFact]
    public async Task LastEnd_CrashAfterAStopAndAStart_IsByItself()
    {
        box.Require();
        await box.WriteServerAsync("again.service", 9104, options: "--exit-on-term 3");
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "again.service");
        await box.ListeningAsync(9104);
        await box.SystemctlAsync("stop", "again.service");
        await box.SystemctlAsync("start", "again.service");

        box.Write("/run/again.service.control", "exit 1");

        await AssertBothAsync(listener, UnitState.Failed, LastEnd.ByItself);
    }

    [SkippableFact]
    public async Task LastEnd_CrashLoopUpToTheStartLimit_IsByItself()
    {
        box.Require();
        await box.WriteUnitAsync("loop.service", "[Unit]\nStartLimitBurst=3\nStartLimitIntervalSec=60\n[Service]\nExecStart=/bin/false\nRestart=always\nRestartSec=50ms");
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "loop.service");

        await AssertBothAsync(listener, UnitState.Failed, LastEnd.ByItself);
    }

    [SkippableFact]
    public async Task LastEnd_RestartByAnOperatorThatThenCrashes_IsByItself()
    {
        box.Require();
        await box.WriteServerAsync("redeployed.service", 9105);
        using var manager = box.Manager();
        var listener = await StartedAsync(manager, "redeployed.service");
        await box.ListeningAsync(9105);
        await box.SystemctlAsync("restart", "redeployed.service");

        await box.ExecAsync("kill", "-KILL", await box.PropertyAsync("redeployed.service", "MainPID"));

        await AssertBothAsync(listener, UnitState.Failed, LastEnd.ByItself);
    }

    [SkippableFact]
    public async Task LastEnd_NoJournalAndCameLater_IsUnknown()
    {
        box.Require();
        await box.WriteServerAsync("unseen.service", 9106);
        await box.SystemctlAsync("start", "unseen.service");
        await box.ExecAsync("kill", "-KILL", await box.PropertyAsync("unseen.service", "MainPID"));
        using var manager = box.Manager(journal: false);

        var status = await manager.Unit("unseen.service").UntilAsync(UnitState.Failed);

        Assert.Equal(LastEnd.Unknown, status.LastEnd);
    }

    [SkippableFact]
    public async Task LastEnd_UserScope_IsToldTheSame()
    {
        box.Require();
        await box.WriteUserUnitAsync("user-stop.service", "[Service]\nExecStart=/bin/sh -c 'trap \"exit 3\" TERM; while :; do sleep 0.1; done'");
        await box.WriteUserUnitAsync("user-crash.service", "[Service]\nExecStart=/bin/sleep inf");
        await box.UserSystemctlAsync("start", "user-stop.service", "user-crash.service");
        await box.UserSystemctlAsync("kill", "-s", "KILL", "user-crash.service");
        await box.UserSystemctlAsync("stop", "user-stop.service");
        using var later = box.UserManager();

        await later.Unit("user-stop.service").UntilAsync(status => status.LastEnd == LastEnd.StopJob);
        await later.Unit("user-crash.service").UntilAsync(status => status.LastEnd == LastEnd.ByItself);
    }

    private async Task<IManagedUnit> StartedAsync(SystemdManager manager, string name)
    {
        var unit = manager.Unit(name);
        unit.Subscribe(static () => { });
        await unit.StatusAsync();
        await box.SystemctlAsync("start", name);
        return unit;
    }

    /// <summary>Told the same to who has listened and to who comes later.</summary>
    private async Task<UnitStatus> AssertBothAsync(IManagedUnit listener, UnitState state, LastEnd expected)
    {
        using var later = box.Manager();
        var heard = await listener.UntilAsync(status => status.State == state && status.LastEnd != LastEnd.Unknown);
        var read = await later.Unit(listener.Name).UntilAsync(status => status.LastEnd != LastEnd.Unknown);
        Assert.Equal((expected, expected), (heard.LastEnd, read.LastEnd));
        return heard;
    }
}
