using Watchdog.Core;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A service with every check, and the wedges that liveness alone does not see.</summary>
public sealed class CheckTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Run_CounterStandsStill_IsRestarted()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-flat");
        var web = WithEveryCheck("flat", 9501);
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "flat");
        await daemon.UntilAsync(web.Name, status => status.Instance != before.Instance);
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);

        Assert.Contains("(acceptLoop, ", daemon.Decisions<Restart>(web.Name)[0].Reason.Sentence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_DeepHealthFailsWhileItLives_IsRestarted()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-deep");
        var web = WithEveryCheck("deep", 9502);
        var before = await box.WatchAsync(daemon, web);

        box.Write(web.Control, "deep-fail");
        await daemon.UntilAsync(web.Name, status => status.Instance != before.Instance);
        box.Write(web.Control, "ok");
        await daemon.UntilWellAfterAsync(before);

        Assert.Contains("(deepHealth, ", daemon.Decisions<Restart>(web.Name)[0].Reason.Sentence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_DatabaseFails_AlertsAndRestartsNothing()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-dependency");
        var web = WithEveryCheck("dependency", 9503);
        await box.WatchAsync(daemon, web);

        box.Write(web.Control, "dependency");
        await Eventually.TrueAsync(() => daemon.Decisions<Alert>(web.Name).Any(alert => alert.Reason.Code == "restart-cannot-help"), "an alert");
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.Equal(1, (await daemon.RunAsync("check")).ExitCode);
        Assert.Empty(daemon.Decisions<BeginAction>(web.Name));
        box.Write(web.Control, "ok");
        await daemon.UntilAsync(web.Name, status => status.Verdict == Verdict.Healthy);
    }

    private static Watched WithEveryCheck(string name, int port) => new(name, port)
    {
        Keys = $$"""
            , "deepHealth": {
                "url": "http://127.0.0.1:{{port}}/health?deep=1", "alertOnly": ["/checks/database"],
                "interval": "1s", "timeout": "1s", "failureThreshold": 2, "successThreshold": 1
              },
              "acceptLoop": { "counter": "/accept_loop/requests_total", "stalledAfter": 2, "successThreshold": 1 },
              "memory": { "max": "1G", "interval": "1s" }
            """,
    };
}
