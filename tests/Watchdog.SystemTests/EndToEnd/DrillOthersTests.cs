using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog drill</c> on services of other managers than systemd, of each a good one, and one that logs on its way out what must not be there.</summary>
public sealed class DrillOthersTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string Launchd = "/run/drill-launchd";

    [SkippableFact]
    public async Task Drill_OfSupervisordsPrograms_FindsWhatTheyLog()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-drill", 9640);
        var (good, noisy) = Both("sup", 9641, name => supervisord.Manager(name));
        await supervisord.StartAsync(Program(good) + Program(noisy));

        await DrillAsync(good, noisy);

        // Over TCP, where its files may be another machine's.
        await PassesAsync(new Drilled(box, good.Name, good.Port, "none") { Manager = supervisord.Manager(good.Name, overTcp: true), Restarts = 1 });

        static string Program(Drilled one) => $"[program:{one.Name}]\ncommand={string.Join(' ', one.Command)}\nstartsecs=0\nstopwaitsecs=30\n";
    }

    [SkippableTheory]
    [InlineData("podman", 9645)]
    [InlineData("docker", 9647)]
    public async Task Drill_OfContainers_FindsWhatTheyLog(string engine, int port)
    {
        box.Require();
        var containers = new BoxedContainers(box, engine);
        await containers.StartAsync();
        var (good, noisy) = Both(engine, port, name => $"\"{engine}\": {{ \"container\": \"{name}\" }}");
        foreach (var one in new[] { good, noisy }) await containers.CreateAsync(one.Name, ["--network", "host", "--restart", "always", "--stop-timeout", "30"], one.Command);

        await DrillAsync(good, noisy);

        await containers.CtlAsync("rm", "-f", good.Name, noisy.Name);
    }

    [SkippableFact]
    public async Task Drill_OfRunitServices_FindsWhatTheirSvlogdKeeps()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir"), "this needs runit");
        var (good, noisy) = Both("runit", 9650, name => $"\"runit\": {{ \"service\": \"/run/sv-drill/{name}\" }}");
        foreach (var one in new[] { good, noisy }) await WriteAsync("/run/sv-drill", one, "exec svlogd -tt");
        await box.ManageAsync("runit-drill", "/usr/bin/runsvdir /run/sv-drill");

        await DrillAsync(good, noisy);
    }

    [SkippableFact]
    public async Task Drill_OfS6Services_FindsWhatTheirS6LogKeeps()
    {
        box.Require();
        Skip.IfNot(Shell.Has("s6-svscan"), "this needs s6");
        var (good, noisy) = Both("s6", 9652, name => $"\"s6\": {{ \"service\": \"/run/s6-drill/{name}\" }}");
        foreach (var one in new[] { good, noisy }) await WriteAsync("/run/s6-drill", one, "exec s6-log t");
        await box.ManageAsync("s6-drill", "/usr/bin/s6-svscan /run/s6-drill");

        await DrillAsync(good, noisy);
    }

    [SkippableFact]
    public async Task Drill_OfAServiceWhoseLogIsNotKnown_SaysSo()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir"), "this needs runit");
        var (silent, _) = Both("runit-silent", 9654, name => $"\"runit\": {{ \"service\": \"/run/sv-silent/{name}\" }}");
        await box.WriteScriptAsync($"/run/sv-silent/{silent.Name}/run", $"#!/bin/sh\nexec {string.Join(' ', silent.Command)}\n");
        await box.ManageAsync("runit-silent", "/usr/bin/runsvdir /run/sv-silent");
        await silent.ConfigureAsync();

        var ran = await silent.DrillAsync("--yes");

        Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        Assert.Contains($"note: there is no /run/sv-silent/{silent.Name}/log, so where it writes to is not known, and no line of it was searched", ran.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await silent.DrillAsync("--yes", "--fail-on", "never awaited")).ExitCode);
    }

    [SkippableFact]
    public async Task Drill_OfJobsOfLaunchd_FindsWhatTheyWriteToTheirFiles()
    {
        box.Require();
        await box.WriteScriptAsync($"{Launchd}/launchctl", await File.ReadAllTextAsync(StandIn.Path));
        await box.ExecAsync("ln", "-s", $"{Launchd}/launchctl", "/usr/local/bin/launchctl");
        await box.ManageAsync("drill-launchd", $"{Launchd}/launchctl serve");
        await Eventually.TrueAsync(() => File.Exists(box.HostPath($"{Launchd}/launchd.sock")), "the stand-in");
        var (good, noisy) = Both("job", 9656, name => $"\"launchd\": {{ \"target\": \"gui/501/com.example.{name}\" }}");
        foreach (var one in new[] { good, noisy })
        {
            var keys = $"<key>StandardOutPath</key><string>{Launchd}/{one.Name}.log</string><key>StandardErrorPath</key><string>{Launchd}/{one.Name}.err</string><key>ExitTimeOut</key><integer>30</integer>";
            box.Write($"{Launchd}/{one.Name}.plist", StandIn.Plist($"com.example.{one.Name}", throttle: 1, keys, one.Command));
            await box.ExecAsync("launchctl", "bootstrap", "gui/501", $"{Launchd}/{one.Name}.plist");
        }

        await DrillAsync(good, noisy);
    }

    private (Drilled Good, Drilled Noisy) Both(string kind, int port, Func<string, string> manager) => (
        new Drilled(box, $"{kind}-good", port, "none") { Manager = manager($"{kind}-good"), Restarts = 1 },
        new Drilled(box, $"{kind}-noisy", port + 1, "unawaited") { Manager = manager($"{kind}-noisy"), Restarts = 2 });

    /// <summary>A service folder, as runit and s6 have it, with a logger beside it that keeps what was written in "main".</summary>
    private async Task WriteAsync(string folder, Drilled one, string logger)
    {
        await box.WriteScriptAsync($"{folder}/{one.Name}/run", $"#!/bin/sh\nexec 2>&1\nexec {string.Join(' ', one.Command)}\n");
        await box.WriteScriptAsync($"{folder}/{one.Name}/log/run", $"#!/bin/sh\nmkdir -p main\n{logger} ./main\n");
    }

    private static async Task DrillAsync(Drilled good, Drilled noisy)
    {
        await PassesAsync(good);
        await FailsAsync(noisy);
    }

    private static async Task PassesAsync(Drilled good)
    {
        await good.ConfigureAsync();
        var ran = await good.DrillAsync("--yes", "--fail-on", "no such text");
        Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        Assert.Equal("", ran.Error);
        Assert.Contains("passed: 1 of 1 restarts", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>Two lines of each restart: what stands in its log from the one before is not this one's.</summary>
    private static async Task FailsAsync(Drilled noisy)
    {
        await noisy.ConfigureAsync();
        var (code, report) = await noisy.ReportAsync("--fail-on", "never awaited");
        Assert.Equal(1, code);
        Assert.Equal(
            [
                "restarts 1, 2: its log says: drilled.py:7: RuntimeWarning: coroutine 'Session.close' was never awaited",
                "restarts 1, 2: its log says: Traceback (most recent call last): RuntimeError: the session was closed twice",
            ],
            report.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("sentence").GetString()));
        Assert.Equal([2, 2], report.GetProperty("restarts").EnumerateArray().Select(restart => restart.GetProperty("hitCount").GetInt32()));
    }
}
