using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>The modes in which no new connection is served.</summary>
public sealed class ServerWedgeTests : ServerTests
{
    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangAccept_Wedged_QueuesNewConnectionsAndAnswersKeptAlive(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilNobodyAcceptsAsync("hang-accept");
        var waiting = server.Signs.Backlog;
        await server.OutcomeAsync(silence: true);
        var first = await server.AskAsync(kept);

        Assert.Equal(waiting + 1, server.Signs.Backlog);
        Assert.Equal("200", first.Outcome);
        Assert.Equal(RunningServer.Counter(first), RunningServer.Counter(await server.AskAsync(kept)));
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.Signs.Backlog == 0, "an empty backlog");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangHandler_Wedged_AcceptsAndIsSilentAsleep(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("hang-handler", "silent");

        await Eventually.TrueAsync(() => server.Signs.Backlog == 0, "all accepted");
        Assert.Equal("silent", await server.OutcomeAsync(kept, silence: true));
        await Eventually.TrueAsync(() => server.Signs.Threads.Trim('S').Length == 0, "all threads asleep");
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
        var before = server.Signs.Ticks;

        Assert.Equal("silent", await server.OutcomeAsync(kept, silence: true));
        await Eventually.TrueAsync(() => server.Signs.Ticks >= before + 50, "half a second of processor time");
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
        // One that a runtime had open for a moment when the limit was set leaves a gap, until the next connection is accepted into it.
        await Eventually.TrueAsync(() => server.Signs.OpenDescriptors >= server.Signs.DescriptorLimit, "no descriptor left");
        await server.UntilAsync("ok", "200");
        Assert.InRange(server.Signs.OpenDescriptors, 0, server.Signs.DescriptorLimit - 100);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task BacklogFull_Wedged_LetsConnectingTimeOut(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("backlog-full", "no-connection");

        Assert.InRange(server.Signs.Backlog!.Value, 2, 3);
        Assert.Equal("200", await server.OutcomeAsync(kept));
        await server.UntilAsync("ok", "200");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task HangAccept_BacklogOfOne_IsFilledByTwoProbes(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--backlog", "1");

        await server.UntilAsync("hang-accept", "no-connection");

        Assert.Equal(2, server.Signs.Backlog);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Refuse_Wedged_HasNoListenerNorConnectionsAndLivesOn(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        using var kept = await server.KeptAliveAsync();

        await server.UntilAsync("refuse", "refused");

        Assert.Null(server.Signs.Backlog);
        // The connections are shut after the listener has gone.
        await Eventually.TrueAsync(async () => await server.OutcomeAsync(kept) is "closed" or "reset", "a kept connection that is closed");
        Assert.False(server.HasExited);
        await server.UntilAsync("ok", "200");
    }
}
