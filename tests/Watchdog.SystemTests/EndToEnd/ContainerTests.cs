using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The main job through the real podman and the real docker.</summary>
public sealed class ContainerTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(4);

    [SkippableTheory]
    [InlineData("podman", 9501)]
    [InlineData("docker", 9511)]
    public async Task Run_ServerInAContainer_IsRestartedWhenItHangsAndLeftWhenItIsStopped(string engine, int port)
    {
        box.Require();
        var name = $"{engine}-web";
        var containers = new BoxedContainers(box, engine);
        await containers.StartAsync();
        await containers.PublishAsync(name, port, "--restart", "always");
        await using var daemon = new BoxedDaemon(box, $"wd-{name}");
        await daemon.StartWithAsync(Managed.File(Managed.Service(name, $"\"{engine}\": {{ \"container\": \"{name}\" }}", port)));
        var first = await daemon.UntilAsync(name, Phase.Watching);
        Assert.StartsWith((await containers.InspectAsync(name, "{{.ID}}"))[..12] + ":", first.Instance, StringComparison.Ordinal);

        // A hang.
        await box.ExecAsync("kill", "-STOP", await containers.PidAsync(name));
        var second = await daemon.UntilWellAfterAsync(first);
        Assert.Equal((1, Intent.RestartIfHung), (second.Ledger.Restarts, Assert.Single(daemon.Decisions<Restart>(name)).Intent));
        Assert.Equal((RestartResult.Done, "engine-done"), (daemon.Inputs<RestartEnded>(name)[0].Outcome.Result, daemon.Inputs<RestartEnded>(name)[0].Outcome.Reason.Code));

        // A crash that its engine mends is counted, and left to it.
        await box.ExecAsync("kill", "-KILL", await containers.PidAsync(name));
        var third = await daemon.UntilWellAfterAsync(second);
        Assert.Equal((2, StartKind.Automatic), (third.Ledger.Restarts, daemon.Decisions<Started>(name)[^1].Kind));
        Assert.Single(daemon.Decisions<BeginAction>(name));

        // A person's stop.
        await containers.CtlAsync("stop", name);
        await daemon.UntilAsync(name, Phase.Stopped);
        await Task.Delay(s_manyIntervals);
        Assert.Equal("exited", await containers.InspectAsync(name, "{{.State.Status}}"));
        Assert.Single(daemon.Decisions<BeginAction>(name));
        await containers.CtlAsync("start", name);
        var fourth = await daemon.UntilAsync(name, status => status.Phase == Phase.Watching && status.Instance != third.Instance);

        // The next deploy: another container of that name.
        await containers.CtlAsync("rm", "-f", name);
        await daemon.UntilAsync(name, status => status.Reason.Code == "unit-not-found");
        await containers.PublishAsync(name, port, "--restart", "always");
        await daemon.UntilWellAfterAsync(fourth);
        Assert.Single(daemon.Decisions<BeginAction>(name));
        await containers.CtlAsync("rm", "-f", name);
    }

    [SkippableTheory]
    [InlineData("podman", 9502)]
    [InlineData("docker", 9512)]
    public async Task Run_ContainerThatItsEngineLeavesDown_IsStartedUnlessItMayHaveBeenStopped(string engine, int port)
    {
        box.Require();
        var name = $"{engine}-exits";
        var containers = new BoxedContainers(box, engine);
        await containers.StartAsync();
        await containers.RunAsync(name, port);
        await using var daemon = new BoxedDaemon(box, $"wd-{name}");
        await daemon.StartWithAsync(Managed.File(Managed.Service(name, $"\"{engine}\": {{ \"container\": \"{name}\" }}", port)));
        var before = await daemon.UntilAsync(name, Phase.Watching);

        box.Write($"/run/{name}.control", "exit 3");
        await Eventually.TrueAsync(async () => await containers.PidAsync(name) == "0", "the exit");
        box.Write($"/run/{name}.control", "ok");
        await daemon.UntilWellAfterAsync(before);
        Assert.Equal(Intent.EnsureUp, daemon.Decisions<Restart>(name)[0].Intent);

        // Without a restart policy, nothing tells a kill by a person from one by the engine's stop.
        var starts = daemon.Decisions<Restart>(name).Count;
        await box.ExecAsync("kill", "-KILL", await containers.PidAsync(name));
        await daemon.UntilAsync(name, status => status.Phase == Phase.Stopped);
        await Task.Delay(s_manyIntervals);
        Assert.Equal(starts, daemon.Decisions<Restart>(name).Count);
        await containers.CtlAsync("rm", "-f", name);
    }

    [SkippableFact]
    public async Task Run_DockerThatIsDown_IsBlindAndSaysSo()
    {
        box.Require();
        var containers = new BoxedContainers(box, "docker");
        await containers.StartAsync();
        await containers.RunAsync("docker-blind", 9513, "--restart", "always");
        await using var daemon = new BoxedDaemon(box, "wd-docker-blind");
        await daemon.StartWithAsync(Managed.File(Managed.Service("docker-blind", "\"docker\": { \"container\": \"docker-blind\" }", 9513)));
        var before = await daemon.UntilAsync("docker-blind", Phase.Watching);

        await containers.StopEngineAsync();
        Assert.Equal("engine-down", (await daemon.UntilAsync("docker-blind", Phase.Blind)).Reason.Code);
        await containers.StartEngineAsync();
        await daemon.UntilWellAfterAsync(before);
        Assert.Empty(daemon.Decisions<BeginAction>("docker-blind"));
        await containers.CtlAsync("rm", "-f", "docker-blind");
    }
}
