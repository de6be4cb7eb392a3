using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What no restart mends: told by its name, and left alone.</summary>
public sealed class NoRestartTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>Long enough for the thresholds of all of them to be passed many times.</summary>
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(25);

    /// <param name="Mode">What the server does.</param>
    /// <param name="Alert">The alert that has to come.</param>
    private sealed record Trouble(string Mode, string Alert);

    private static readonly Trouble[] s_troubles =
    [
        new("slow 2", "overloaded"),
        new("pool-full-held", "pool-held"),
        new("login", "restart-cannot-help"),
        new("status 401", "restart-cannot-help"),
        new("status 429", "restart-cannot-help"),
    ];

    [SkippableTheory]
    [InlineData(9600, false)]
    [InlineData(9800, true)]
    public async Task Run_NoRestartMendsIt_IsToldByNameAndLeftAlone(int port, bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, string.Create(CultureInfo.InvariantCulture, $"wd-troubles-{port}"), user);
        var troubled = Both(s_troubles.Length, port, i => s_troubles[i].Mode.Replace(' ', '-')).Select((service, i) => (Trouble: s_troubles[i % s_troubles.Length], Service: service)).ToArray();

        // They stand still for 12 s: long enough for a look that begins some seconds late, too short for six.
        var stutter = Both(1, port + 20, _ => "stutter").Select(service => service with { Interval = "2s", Timeout = "8s", Threshold = 6 }).ToArray();
        var behind = Both(1, port + 30, _ => "behind").ToArray();

        // As Debian has it: nobody listens at the first address of the name.
        box.Write("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
        behind[0] = behind[0] with { Host = "localhost" };

        // The connection that we keep open keeps all others waiting, our own looks as well.
        var single = Both(1, port + 40, _ => "single").Select(service => service with { Options = "--single", Keys = Watched.Counted }).ToArray();
        var well = new Watched(string.Create(CultureInfo.InvariantCulture, $"well-{port}"), port + 50);
        Watched[] all = [.. troubled.Select(one => one.Service), .. stutter, .. behind, .. single, well, .. well.Others(10)];
        await box.ServeAsync(daemon, all);
        await daemon.StartAsync(all);
        foreach (var service in all) await daemon.UntilAsync(service.Name, Phase.Watching);

        foreach (var service in behind) await LoadAsync(service);
        foreach (var service in stutter) box.Write(service.Control, "stutter 12 30");
        foreach (var (trouble, service) in troubled) box.Write(service.Control, trouble.Mode);
        await Task.WhenAll(troubled.Select(one => daemon.AlertedAsync(one.Service, one.Trouble.Alert)).Concat(behind.Select(service => daemon.AlertedAsync(service, "overloaded"))));
        await Task.Delay(s_watched);

        foreach (var service in stutter) await Eventually.TrueAsync(() => daemon.Inputs<Observed>(service.Name).Any(seen => seen.Observation.Reason.Code == "timeout-first-byte"), $"a look at {service.Name} that times out");
        foreach (var service in all) Assert.True(daemon.Decisions<Restart>(service.Name) is [], $"{service.Name} was restarted\n{await daemon.LogAsync()}");

        // Once on a machine that has time; each time it waits for us, the connection is given up for good.
        foreach (var service in single) Assert.InRange(daemon.Inputs<Observed>(service.Name).Count(seen => seen.Observation.Look == Look.Failed), 1, 3);
    }

    /// <summary>Linux wakes workers that wait in accept in turn: as many fresh connections as there are workers read the same number.</summary>
    [SkippableFact]
    public async Task Run_WorkersWithACounterEach_ProveNothingByIt()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-workers");
        box.Write("/run/workers.py", Workers);
        var web = Service("workers", 9690, ServerRuntime.Python) with { Program = "/usr/bin/env python3 /run/workers.py 9690 5", Keys = Watched.Counted };
        await box.WatchAsync(daemon, web);

        await Eventually.TrueAsync(() => daemon.Inputs<Observed>(web.Name).Any(seen => seen.Observation.Check == "acceptLoop"), "the counter is read twice");
        await Task.Delay(s_watched / 2);
        Assert.True(daemon.Decisions<BeginAction>(web.Name) is [], await daemon.LogAsync());
        var status = await daemon.UntilAsync(web.Name, Phase.Watching);
        Assert.Equal((Verdict.Healthy, "several-workers"), (status.Verdict, status.Checks.Single(check => check.Name == "acceptLoop").Reason?.Code));
    }

    /// <summary>The unit runs, and somebody else listens in its place: another instance of a template, or a process of no unit of ours.</summary>
    [SkippableFact]
    public async Task Run_AnotherUnitListensInItsPlace_IsToldWithPidAndUnit_AndLeftAlone()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-foreign");
        var web = Service("web@1", 9645, ServerRuntime.Python) with { Unit = "web@1.service", Threshold = 20 };
        await box.WatchAsync(daemon, web);
        var pid = await daemon.PropertyAsync(web.Unit, "MainPID");

        box.Write(web.Control, "refuse");
        await daemon.UntilAsync(web.Name, Phase.Suspect);
        await box.WriteUnitAsync("web@2.service", (web with { Name = "web-two" }).UnitText);
        await box.SystemctlAsync("start", "web@2.service");
        await box.ListeningAsync(web.Port);
        var other = await daemon.PropertyAsync("web@2.service", "MainPID");

        var alert = await daemon.AlertedAsync(web, "foreign-listener");
        Assert.Contains($"PID {other} (", alert.Reason.Sentence, StringComparison.Ordinal);
        Assert.Contains("of web@2.service, started by systemd (1)", alert.Reason.Sentence, StringComparison.Ordinal);
        Assert.Equal(AlertLevel.Critical, alert.Level);
        Assert.Equal(pid, await daemon.PropertyAsync(web.Unit, "MainPID"));

        // It leaves: the unit still does not listen, and that is seen before it does. (Where no look falls into between, the one who answers well is asked for again after 5 min.)
        await box.SystemctlAsync("stop", "web@2.service");
        await daemon.UntilAsync(web.Name, status => status.Checks.Any(check => check.Reason?.Code == "refused"));
        box.Write(web.Control, "ok");
        await daemon.UntilAsync(web.Name, Phase.Watching);
    }

    /// <summary>Without privilege the process behind another user's socket cannot be seen; that it is none of the unit's can.</summary>
    [SkippableFact]
    public async Task Run_WithoutPrivilege_AForeignListenerIsToldWithoutItsPid()
    {
        box.Require();
        await box.AddUserAsync();
        await using var daemon = BoxedDaemon.Installed(box);
        var web = Service("displaced", 9646, ServerRuntime.Python) with { Threshold = 20 };
        await box.WatchAsync(daemon, web);

        box.Write(web.Control, "refuse");
        await daemon.UntilAsync(web.Name, Phase.Suspect);
        await box.WriteUnitAsync("displacing.service", (web with { Name = "displacing" }).UnitText);
        await box.SystemctlAsync("start", "displacing.service");

        var alert = await daemon.AlertedAsync(web, "foreign-listener");
        Assert.Contains("a process of user 0 that we may not look at", alert.Reason.Sentence, StringComparison.Ordinal);
        Assert.Empty(daemon.Decisions<Restart>(web.Name));
    }

    /// <summary>Of each kind one in Python, then one in .NET.</summary>
    private static IEnumerable<Watched> Both(int count, int port, Func<int, string> name) =>
        from runtime in Enum.GetValues<ServerRuntime>()
        from i in Enumerable.Range(0, count)
        let its = port + i + ((int)runtime * count)
        select Service(string.Create(CultureInfo.InvariantCulture, $"{name(i)}-{its}"), its, runtime);

    /// <summary>Four clients at a time, of whom each takes 2 s: a look waits for more than its second, and the queue moves.</summary>
    private async Task LoadAsync(Watched service)
    {
        var load = $"for i in 1 2 3 4; do (while :; do exec 3<>/dev/tcp/127.0.0.1/{service.Port}; echo GET /health HTTP/1.0 >&3; echo >&3; cat <&3 >/dev/null; done) & done; wait";
        box.Write(service.Control, "slow-single 2");
        await box.WriteUnitAsync($"load-{service.Name}.service", $"[Service]\nExecStart=/bin/bash -c '{load}'");
        await box.SystemctlAsync("start", $"load-{service.Name}.service");
    }

    /// <summary>Processes that each wait in accept, and count for themselves.</summary>
    private const string Workers = """
        import os, socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        for _ in range(int(sys.argv[2]) - 1):
            if os.fork() == 0: break
        count = 0
        while True:
            client, _ = listener.accept()
            count += 1
            client.recv(4096)
            body = '{"accept_loop": {"requests_total": %d}}' % count
            client.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
            client.close()
        """;

    private static Watched Service(string name, int port, ServerRuntime runtime) => new(name, port) { Runtime = runtime };
}
