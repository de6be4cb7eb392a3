using System.Diagnostics;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>The modes in which nobody, or hardly anybody, is served.</summary>
public sealed class ServerWedgeTests : ServerTests
{
    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangAccept_Wedged_QueuesNewConnectionsAndAnswersKeptAlive(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilNobodyAcceptsAsync("hang-accept");
        var waiting = server.Backlog;
        await server.OutcomeAsync(silence: true);
        var first = await server.AskAsync(kept);

        Assert.Equal(waiting + 1, server.Backlog);
        Assert.Equal("200", first.Outcome);
        Assert.Equal(RunningServer.Counter(first), RunningServer.Counter(await server.AskAsync(kept)));
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.Backlog == 0, "an empty backlog");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangHandler_Wedged_AcceptsAndIsSilentAsleep(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("hang-handler", "silent");

        await Eventually.TrueAsync(() => server.Backlog == 0, "all accepted");
        Assert.Equal("silent", await server.OutcomeAsync(kept, silence: true));
        await Eventually.TrueAsync(() => server.Threads.Trim('S').Length == 0, "all threads asleep");
        await server.UntilAsync("ok", "200");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Deadlock_Wedged_IsSilentToAllAndAsleepForGood(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--dump", "FOLDER/dump");
        using var kept = await server.KeptAliveAsync();

        await server.UntilNobodyAcceptsAsync("deadlock");
        Assert.Equal("silent", await server.OutcomeAsync(kept, silence: true));
        await server.UntilAsleepAsync();

        server.Say("ok");
        Assert.Equal("silent", await server.OutcomeAsync(silence: true));
        await server.SignalAsync("USR1");
        await Eventually.TrueAsync(() => server.Read("dump").Contains("Thread ", StringComparison.Ordinal), "a dump");
        Assert.False(server.HasExited);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Spin_Wedged_BurnsOneProcessorAndIsSilentToAll(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilNobodyAcceptsAsync("spin");
        var before = server.Ticks;

        Assert.Equal("silent", await server.OutcomeAsync(kept, silence: true));
        await Eventually.TrueAsync(() => server.Ticks >= before + 50, "half a second of processor time");
        await server.UntilAsync("ok", "200");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task AcceptSpin_Wedged_HasNoDescriptorLeftCountsItsTriesAndAnswersKeptAlive(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilNobodyAcceptsAsync("accept-spin");

        await Eventually.TrueAsync(async () => RunningServer.Counter(await server.AskAsync(kept)) > 100_000, "a counter that runs away");
        Assert.InRange(server.OpenDescriptors, server.DescriptorLimit, int.MaxValue);
        await server.UntilAsync("ok", "200");
        Assert.InRange(server.OpenDescriptors, 0, server.DescriptorLimit - 100);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task BacklogFull_Wedged_LetsConnectingTimeOut(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("backlog-full", "no-connection");

        Assert.InRange(server.Backlog!.Value, 2, 3);
        Assert.Equal("200", await server.OutcomeAsync(kept));
        await server.UntilAsync("ok", "200");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangAccept_BacklogOfOne_IsFilledByTwoProbes(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--backlog", "1");

        await server.UntilAsync("hang-accept", "no-connection");

        Assert.Equal(2, server.Backlog);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Refuse_Wedged_HasNoListenerNorConnectionsAndLivesOn(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("refuse", "refused");

        Assert.Null(server.Backlog);
        Assert.Contains(await server.OutcomeAsync(kept), (string[])["closed", "reset"]);
        Assert.False(server.HasExited);
        await server.UntilAsync("ok", "200");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Stutter_ForTheFirstPartOfEachPeriod_StandsStill(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("stutter 1 2", "silent");
        Assert.Equal("200", await server.OutcomeAsync(kept));
        await Eventually.TrueAsync(async () => await server.OutcomeAsync(kept: null, silence: true) == "200", "a quick answer");
        await server.UntilAsync("silent");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Slow_SeveralAtOnce_AnswersEachLateAndCounts(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        server.Say("slow 0.4\nbusy 1");
        await Eventually.TrueAsync(async () => (await server.AskAsync()).Body.Contains("\"active_streams\": 1", StringComparison.Ordinal), "the mode");

        var since = Stopwatch.GetTimestamp();
        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.AskAsync()));

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(15));
        Assert.All(seen, one => Assert.Equal("200", one.Outcome));
        Assert.Equal(RunningServer.Counter(await server.AskAsync()) - 1, seen.Max(RunningServer.Counter));
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task SlowSingle_SeveralAtOnce_AnswersOneAfterTheOther(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        server.Say("slow-single 0.5\nbusy 1");
        await Eventually.TrueAsync(async () => (await server.AskAsync()).Body.Contains("\"active_streams\": 1", StringComparison.Ordinal), "the mode");

        var since = Stopwatch.GetTimestamp();
        var asked = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.AskAsync()));
        await Eventually.TrueAsync(() => server.Backlog >= 2 || asked.IsCompleted, "a backlog");
        Assert.False(asked.IsCompleted);
        var seen = await asked;

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
        Assert.All(seen, one => Assert.Equal("200", one.Outcome));
        Assert.Equal(4, seen.Select(RunningServer.Counter).Distinct().Count());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task PoolFullStuck_Wedged_HoldsConnectionsThatTheirClientsHaveClosed(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        await server.UntilAsync("pool-full-stuck 3", "503");

        await Eventually.TrueAsync(() => server.CloseWait == 3, "three connections in CLOSE_WAIT");
        Assert.Equal("", (await server.AskAsync()).Body);
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.CloseWait == 0, "none in CLOSE_WAIT");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task PoolFullHeld_Wedged_HoldsConnectionsOfClientsThatStay(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        await server.UntilAsync("pool-full-held 3", "503");

        await Eventually.TrueAsync(() => server.Established == 3 && server.Backlog == 0, "three connections held");
        Assert.Equal(0, server.CloseWait);
        Assert.Equal("", (await server.AskAsync()).Body);
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.Established == 0, "none held");
    }
}
