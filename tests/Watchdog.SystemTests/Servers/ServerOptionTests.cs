using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>What the servers' options do.</summary>
public sealed class ServerOptionTests : ServerTests
{
    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Data_Broken_FailsDeepInEveryInstance(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--data", "FOLDER/data");
        Assert.Equal("200", (await server.AskAsync("/health?deep=1")).Outcome);

        server.Write("data", "broken\n");

        await Eventually.TrueAsync(async () => (await server.AskAsync("/health?deep=1")).Outcome == "503", "a failing deep check");
        Assert.Equal("200", await server.OutcomeAsync());
        await using var next = await NextAsync(runtime, server);
        Assert.Contains("\"queue\": \"fail\"", (await next.AskAsync("/health?deep=1")).Body, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Data_Hang_NobodyIsAcceptedFromTheStart(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--data", "FOLDER/data");
        server.Write("data", "hang");
        await server.UntilNobodyAcceptsAsync("ok");

        await using var next = await NextAsync(runtime, server);

        Assert.Equal("silent", (await next.AskAsync(silence: true)).Outcome);
        Assert.Equal(1, next.Signs.Backlog);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Single_WhileOneIsKeptAlive_AllOthersWait(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--single");
        var kept = await server.KeptAliveAsync();

        Assert.Equal("silent", await server.OutcomeAsync(silence: true));
        Assert.Equal("200", await server.OutcomeAsync(kept));
        kept.Dispose();

        Assert.Equal("200", await server.OutcomeAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task IgnoreTerm_Terminated_LivesOn(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--ignore-term", "--dump", "FOLDER/dump");

        await server.SignalAsync("TERM");
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(server.HasExited);
                await server.SignalAsync("QUIT");
                return server.Read("dump").Contains("Thread ", StringComparison.Ordinal);
            },
            "a dump");

        Assert.Equal("200", await server.OutcomeAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task ExitOnTerm_Terminated_EndsWithThatCode(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime, "--exit-on-term", "5");

        await server.SignalAsync("TERM");

        Assert.Equal(5, await server.ExitCodeAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task PortIsTaken_NewInstance_EndsOrLivesOnQuietly(ServerRuntime runtime)
    {
        await using var first = await StartAsync(runtime);
        await using var second = RunningServer.Start(runtime, first.Port);
        await using var quiet = RunningServer.Start(runtime, first.Port, "--reuse-quietly");

        Assert.Equal(1, await second.ExitCodeAsync());
        await quiet.UntilAsleepAsync();
        Assert.False(quiet.HasExited);
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task ForkOrphan_MainProcessEnds_OrphanGoesOnAnswering(ServerRuntime runtime)
    {
        int orphan;
        await using (var server = await StartAsync(runtime, "--fork-orphan"))
        {
            orphan = await AnsweringAsync(server);
            try
            {
                var stat = ServerSigns.Stat($"/proc/{orphan}/stat");
                Assert.NotEqual(server.Pid, orphan);
                Assert.NotEqual($"{server.Pid}", stat[1]);
                Assert.NotEqual(ServerSigns.Stat($"/proc/{server.Pid}/stat")[3], stat[3]);

                await server.SignalAsync("KILL");
                await server.ExitCodeAsync();
                Assert.Equal(orphan, await AnsweringAsync(server));
            }
            finally
            {
                await RunningServer.SignalAsync(orphan, "KILL");
            }
        }
    }

    /// <summary>Who answers, as soon as someone does.</summary>
    private static async Task<int> AnsweringAsync(RunningServer server)
    {
        var seen = new Seen("nothing");
        await Eventually.TrueAsync(async () => (seen = await server.AskAsync()).Outcome == "200", $"an answer at {server.Port}");
        return Pid(seen);
    }

    private static int Pid(Seen seen) => JsonDocument.Parse(seen.Body).RootElement.GetProperty("pid").GetInt32();

    private static async Task<RunningServer> NextAsync(ServerRuntime runtime, RunningServer before) =>
        await RunningServer.ListeningAsync(runtime, "--data", before.PathOf("data"));
}
