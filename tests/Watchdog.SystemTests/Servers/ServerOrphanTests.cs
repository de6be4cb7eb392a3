using System.Text.Json;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>A double fork under systemd, whose orphan keeps the port or does not.</summary>
[Collection(SystemdCollection.Name)]
public sealed class ServerOrphanTests(SystemdBox box)
{
    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9801)]
    [InlineData(ServerRuntime.Dotnet, 9802)]
    public async Task Restart_OnlyTheMainProcessIsEnded_TheOrphanAnswersAndTheNewInstanceFails(ServerRuntime runtime, int port)
    {
        var server = await StartAsync(new Watched($"orphan-{runtime}", port) { Runtime = runtime, Options = "--fork-orphan", Lines = "KillMode=process" });
        var orphan = await PidAsync(server);
        Assert.NotEqual(await box.PropertyAsync(server.Unit, "MainPID"), orphan);

        await box.SystemctlAsync("restart", server.Unit);
        await Eventually.TrueAsync(async () => await box.PropertyAsync(server.Unit, "ActiveState") == "failed", "the new instance ended");

        Assert.Equal("exit-code", await box.PropertyAsync(server.Unit, "Result"));
        Assert.Contains($"127.0.0.1:{port}: address in use", await box.JournalAsync(server.Unit), StringComparison.Ordinal);
        Assert.Equal(orphan, await PidAsync(server));
        Assert.Contains($"/{server.Unit}", await box.ExecAsync("cat", $"/proc/{orphan}/cgroup"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9803)]
    [InlineData(ServerRuntime.Dotnet, 9804)]
    public async Task Restart_NewInstanceLivesOnQuietly_IsActiveWhileTheOrphanAnswers(ServerRuntime runtime, int port)
    {
        var server = await StartAsync(new Watched($"quiet-{runtime}", port) { Runtime = runtime, Options = "--fork-orphan --reuse-quietly", Lines = "KillMode=process" });
        var orphan = await PidAsync(server);

        await box.SystemctlAsync("restart", server.Unit);

        Assert.Equal(orphan, await PidAsync(server));
        Assert.Equal("active", await box.PropertyAsync(server.Unit, "ActiveState"));
    }

    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9805)]
    [InlineData(ServerRuntime.Dotnet, 9806)]
    public async Task Restart_WholeControlGroupIsEnded_ANewOrphanAnswers(ServerRuntime runtime, int port)
    {
        var server = await StartAsync(new Watched($"group-{runtime}", port) { Runtime = runtime, Options = "--fork-orphan" });
        var orphan = await PidAsync(server);

        await box.SystemctlAsync("restart", server.Unit);
        await box.ListeningAsync(port);

        Assert.NotEqual(orphan, await PidAsync(server));
    }

    private async Task<Watched> StartAsync(Watched server)
    {
        box.Require();
        await box.WriteUnitAsync(server.Unit, server.UnitText);
        await box.SystemctlAsync("start", server.Unit);
        await box.ListeningAsync(server.Port);
        return server;
    }

    /// <summary>Who answers.</summary>
    private async Task<string> PidAsync(Watched server)
    {
        var answer = await box.AskAsync(server);
        return JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("pid").GetRawText();
    }
}
