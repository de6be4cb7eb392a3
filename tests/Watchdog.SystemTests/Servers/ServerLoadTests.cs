using System.Diagnostics;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>The modes that look like too much to do.</summary>
public sealed class ServerLoadTests : ServerTests
{
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

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(60));
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
        await Eventually.TrueAsync(() => server.Signs.Backlog >= 2 || asked.IsCompleted, "a backlog");
        Assert.False(asked.IsCompleted);
        var seen = await asked;

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        Assert.All(seen, one => Assert.Equal("200", one.Outcome));
        Assert.Equal(4, seen.Select(RunningServer.Counter).Distinct().Count());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task PoolFullStuck_Wedged_HoldsConnectionsThatTheirClientsHaveClosed(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        await server.UntilAsync("pool-full-stuck 3", "503");

        await Eventually.TrueAsync(() => server.Signs.CloseWait == 3, "three connections in CLOSE_WAIT");
        Assert.Equal("", (await server.AskAsync()).Body);
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.Signs.CloseWait == 0, "none in CLOSE_WAIT");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task PoolFullHeld_Wedged_HoldsConnectionsOfClientsThatStay(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        await server.UntilAsync("pool-full-held 3", "503");

        await Eventually.TrueAsync(() => server.Signs.Established == 3 && server.Signs.Backlog == 0, "three connections held");
        Assert.Equal(0, server.Signs.CloseWait);
        Assert.Equal("", (await server.AskAsync()).Body);
        await server.UntilAsync("ok", "200");
        await Eventually.TrueAsync(() => server.Signs.Established == 0, "none held");
    }
}
