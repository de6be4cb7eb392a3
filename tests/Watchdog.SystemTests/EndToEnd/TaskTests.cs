using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Recoveries that an operator looks at, and stops.</summary>
public sealed class TaskTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Stop_WhileItLooksOnceMore_CallsTheRestartOffAndKeepsItOff()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-called-off");

        // Whose port it is does not matter, so that a look has its whole time, and the last one leaves enough to type in.
        var web = new Watched("called-off", 9451) { Timeout = "15s", Threshold = 1, Listens = false };
        var before = await box.WatchAsync(daemon, web);
        await box.FreezeAsync(daemon, web.Unit);
        var acting = await daemon.UntilAsync(web.Name, status => status.Task is { Step: "looking once more" });
        var id = acting.Task!.Id;

        Assert.Contains($"{id} looking once more, ", (await daemon.RunAsync("tasks")).Ok(), StringComparison.Ordinal);
        Assert.StartsWith(
            $"{id} is called off: nothing was done to {web.Name}; ",
            (await daemon.RunAsync("tasks", "stop", id, "--for", "10m", "--reason", "a debugger is attached")).Ok(),
            StringComparison.Ordinal);

        var paused = await daemon.UntilAsync(web.Name, status => status.Phase == Phase.Paused && status.Task is null);
        Assert.Matches($"^{id} stopped by .* .uid 0.: a debugger is attached$", Assert.Single(paused.Pauses).Because);
        await daemon.UntilAsync(web.Name, status => status.Checks[0].Failures > acting.Checks[0].Failures);
        Assert.Empty(daemon.Decisions<Restart>(web.Name));
        Assert.Equal(before.Instance, await box.PropertyAsync(web.Unit, "InvocationID"));
        Assert.Empty(daemon.Inputs<LastLookEnded>(web.Name));

        var again = await daemon.RunAsync("tasks", "stop", id);
        Assert.Equal(1, again.ExitCode);
        Assert.Matches($"^watchdog tasks stop: {id} is over: called off at .* .{id} stopped by .*a debugger is attached.\n$", again.Error);
        Assert.Contains($"task {id}", (await daemon.RunAsync("why", web.Name)).Ok(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Stop_AfterTheOrder_LeavesANewInstanceAndBeginsNothingFurther()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-carried-out");
        var web = new Watched("carried-out", 9452) { Options = "--ignore-term", Lines = "TimeoutStopSec=10" };
        var before = await box.WatchAsync(daemon, web);
        await box.FreezeAsync(daemon, web.Unit);
        var id = (await daemon.UntilAsync(web.Name, status => status.Task is { Step: "ordered" })).Task!.Id;

        var said = (await daemon.RunAsync("tasks", "stop", id, "--for", "10m")).Ok();

        Assert.Matches($"^{id} was ordered at .* UTC, which cannot be undone: it is carried out to its end; nothing is begun for {web.Name} again for 10 min", said);
        var after = await daemon.UntilAsync(web.Name, status => status.Phase == Phase.Paused && status.Instance != before.Instance);
        Assert.Null(after.Task);
        Assert.Equal(RestartResult.Done, Assert.Single(daemon.Inputs<RestartEnded>(web.Name)).Outcome.Result);
        await box.ListeningAsync(web.Port);
        Assert.Contains("\"status\": \"ok\"", await box.AskAsync(web), StringComparison.Ordinal);

        // What it would be restarted for next is let be until it is taken up again.
        await box.FreezeAsync(daemon, web.Unit);
        await daemon.UntilAsync(web.Name, status => status.Verdict == Verdict.Unhealthy);
        Assert.Single(daemon.Decisions<BeginAction>(web.Name));
        (await daemon.RunAsync("resume", web.Name)).Ok();
        await daemon.UntilWellAfterAsync(after);
    }
}
