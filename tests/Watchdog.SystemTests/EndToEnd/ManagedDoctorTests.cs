using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> on services of supervisord, runit and s6: on clean ones, with each fault planted, and for a user who may not drive them.</summary>
public sealed class ManagedDoctorTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private readonly DoctoredBox _doctor = new(box);

    [SkippableFact]
    public async Task Doctor_ProgramsOfSupervisord_FindsEachFaultAndNothingElse()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-doctor", 9601);
        await supervisord.StartAsync(
            BoxedSupervisord.Program("p-well", 9602)
            + DoctoredBox.Sleeper("p-once", "autorestart=false")
            + DoctoredBox.Sleeper("p-boot", "autostart=false")
            + DoctoredBox.Sleeper("p-kill", "stopsignal=KILL")
            + DoctoredBox.Sleeper("p-slow", "stopwaitsecs=300")
            + DoctoredBox.Sleeper("p-wait", "startsecs=120")
            + "[program:p-gone]\ncommand=/opt/p-gone --serve\nautostart=false\n"
            + $"[program:p-folder]\ncommand=/usr/bin/sleep infinity\nuser={SystemdBox.User}\ndirectory=/root\nautostart=false\n"
            + $"[program:p-limit]\ncommand=/usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py 9603 /run/p-limit.control\n");
        await box.ListeningAsync(9602);
        await box.ListeningAsync(9603);
        await supervisord.CtlAsync("start", "p-boot");
        await Eventually.TrueAsync(async () => await supervisord.StateAsync("p-well") == "RUNNING", "a program that counts as started");
        box.Write("/etc/monit/conf.d/p-limit", "check process p with pidfile /run/p.pid\n  start program = \"/usr/bin/supervisorctl start p-limit\"\n");
        await box.ExecAsync("cp", "/usr/bin/sleep", "/run/monit");
        await box.ExecAsync("systemd-run", "--unit=m-is-monit", "/run/monit", "infinity");

        var ran = await _doctor.RunAsync(
            DoctoredBox.Service("p-well", supervisord.Manager("p-well"), 9602), DoctoredBox.Service("p-twin", supervisord.Manager("p-well", overTcp: true), 9602), DoctoredBox.Service("p-once", supervisord.Manager("p-once")),
            DoctoredBox.Service("p-boot", supervisord.Manager("p-boot")), DoctoredBox.Service("p-kill", supervisord.Manager("p-kill")), DoctoredBox.Service("p-slow", supervisord.Manager("p-slow")),
            DoctoredBox.Service("p-wait", supervisord.Manager("p-wait")), DoctoredBox.Service("p-gone", supervisord.Manager("p-gone")), DoctoredBox.Service("p-folder", supervisord.Manager("p-folder")),
            DoctoredBox.Service("p-limit", supervisord.Manager("p-limit"), 9603), DoctoredBox.Service("p-none", supervisord.Manager("p-none")));
        await box.SystemctlAsync("stop", "m-is-monit.service");

        DoctoredBox.AssertFound(ran, """
            p-boot: not-at-boot
            p-folder: unit-stopped working-directory
            p-gone: program-unusable unit-stopped
            p-kill: stop-by-kill
            p-limit: two-watchdogs
            p-none: unit-not-found
            p-once: restart-no
            p-slow: stop-timeout
            p-twin: two-watchdogs
            p-wait: start-wait
            p-well: two-watchdogs
            """);
        Assert.Equal("in /run/sup-doctor.conf: [program:p-once] autorestart=unexpected; then supervisorctl update", DoctoredBox.Findings(ran).Single(one => one.Service == "p-once").Remedy);

        await supervisord.StopAsync();
        DoctoredBox.AssertFound(await _doctor.RunAsync(DoctoredBox.Service("p-well", supervisord.Manager("p-well"))), "p-well: supervisord-down");
    }

    [SkippableFact]
    public async Task Doctor_ServicesOfRunitAndS6_FindsEachFaultAndNothingElse()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir") && Shell.Has("s6-svscan"), "this needs runit and s6");
        const string sv = "/run/sv-doctor", s6 = "/run/s6-doctor";
        foreach (var folder in (string[])[sv, s6])
        {
            await _doctor.FolderAsync($"{folder}/well", ServerRuntime.Python.Command(SystemdBox.UnderTest), folder == sv ? 9611 : 9612);
            await _doctor.FolderAsync($"{folder}/down", ["/usr/bin/sleep", "infinity"]);
            await _doctor.FolderAsync($"{folder}/mode", ["/usr/bin/sleep", "infinity"]);
        }

        await _doctor.FolderAsync($"{s6}/kill", ["/usr/bin/sleep", "infinity"]);
        box.Write($"{s6}/kill/down-signal", "SIGKILL\n");
        // As s6-rc keeps them: a link in the folder that is scanned.
        await _doctor.FolderAsync("/run/s6-rc/servicedirs/rc", ["/usr/bin/sleep", "infinity"]);
        await box.ExecAsync("ln", "-s", "/run/s6-rc/servicedirs/rc", $"{s6}/rc");
        await _doctor.FolderAsync("/run/sv-alone/web", ["/usr/bin/sleep", "infinity"]);
        await _doctor.FolderAsync("/run/s6-alone/web", ["/usr/bin/sleep", "infinity"]);
        await box.ManageAsync("runit-doctor", $"/usr/bin/runsvdir {sv}");
        await box.ManageAsync("s6-doctor", $"/usr/bin/s6-svscan {s6}");
        await box.ListeningAsync(9611);
        await box.ListeningAsync(9612);
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("sv", "status", $"{sv}/down", $"{sv}/mode")).Output.Split("run: ").Length == 3, "runit's services");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("sh", "-c", $"s6-svstat {s6}/down && s6-svstat {s6}/mode && s6-svstat {s6}/kill && s6-svstat {s6}/rc")).Output.Split("up (pid").Length == 5, "s6's services");
        foreach (var folder in (string[])[sv, s6])
        {
            box.Write($"{folder}/down/down", "");
            box.Write("/run/s6-rc/servicedirs/rc/down", "");
            await box.ExecAsync("chmod", "644", $"{folder}/mode/run");
        }

        DoctoredBox.AssertFound(
            await _doctor.RunAsync(
                DoctoredBox.Service("r-well", Runit($"{sv}/well"), 9611), DoctoredBox.Service("r-down", Runit($"{sv}/down")), DoctoredBox.Service("r-mode", Runit($"{sv}/mode")), DoctoredBox.Service("r-alone", Runit("/run/sv-alone/web")),
                DoctoredBox.Service("r-none", Runit($"{sv}/none")),
                DoctoredBox.Service("s-well", S6($"{s6}/well"), 9612), DoctoredBox.Service("s-down", S6($"{s6}/down")), DoctoredBox.Service("s-mode", S6($"{s6}/mode")), DoctoredBox.Service("s-alone", S6("/run/s6-alone/web")),
                DoctoredBox.Service("s-kill", S6($"{s6}/kill")), DoctoredBox.Service("s-rc", S6($"{s6}/rc")), DoctoredBox.Service("s-none", S6($"{s6}/none"))),
            """
            r-alone: not-supervised
            r-down: not-at-boot
            r-mode: program-unusable
            r-none: unit-not-found
            s-alone: not-supervised
            s-down: not-at-boot
            s-kill: stop-by-kill
            s-mode: program-unusable
            s-none: unit-not-found
            """);

        static string Runit(string folder) => $"\"runit\": {{ \"service\": \"{folder}\" }}";
        static string S6(string folder) => $"\"s6\": {{ \"service\": \"{folder}\" }}";
    }

    [SkippableFact]
    public async Task Doctor_OfTheInstalledUser_TellsWhatItMayNotDrive()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir") && Shell.Has("s6-svscan"), "this needs runit and s6");
        var supervisord = new BoxedSupervisord(box, "sup-denied", 9641);
        await supervisord.StartAsync(DoctoredBox.Sleeper("x-program", ""));
        await _doctor.FolderAsync("/run/sv-denied/web", ["/usr/bin/sleep", "infinity"]);
        await _doctor.FolderAsync("/run/s6-denied/web", ["/usr/bin/sleep", "infinity"]);
        await box.ManageAsync("runit-denied", "/usr/bin/runsvdir /run/sv-denied");
        await box.ManageAsync("s6-denied", "/usr/bin/s6-svscan /run/s6-denied");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("sv", "status", "/run/sv-denied/web")).Output.StartsWith("run: ", StringComparison.Ordinal), "runit");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("s6-svstat", "/run/s6-denied/web")).Output.StartsWith("up", StringComparison.Ordinal), "s6");
        await Eventually.TrueAsync(async () => await supervisord.StateAsync("x-program") == "RUNNING", "the program");
        string[] services =
        [
            DoctoredBox.Service("x-program", supervisord.Manager("x-program")), DoctoredBox.Service("x-runit", "\"runit\": { \"service\": \"/run/sv-denied/web\" }"), DoctoredBox.Service("x-s6", "\"s6\": { \"service\": \"/run/s6-denied/web\" }"),
        ];

        // Without anything installed, who asks is who would run it.
        DoctoredBox.AssertFound(await _doctor.RunAsync(services), "");
        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nExecStart=/usr/bin/sleep infinity");
        var denied = await _doctor.RunAsync(services);
        DoctoredBox.AssertFound(denied, """
            x-program: manager-denied
            x-runit: manager-denied
            x-s6: manager-denied
            """);
        Assert.All(DoctoredBox.Findings(denied).Where(finding => finding.Service != "x-program"), finding => Assert.Equal("sudo watchdog install --as-root", finding.Remedy));

        // What the remedies say, by hand.
        await box.ExecAsync("chown", SystemdBox.User, "/run/sup-denied.sock");
        await box.ExecAsync("chown", "-R", SystemdBox.User, "/run/sv-denied/web/supervise", "/run/s6-denied/web/supervise", "/run/s6-denied/web/event");
        DoctoredBox.AssertFound(await _doctor.RunAsync(services), "");
        await box.ExecAsync("rm", "/run/systemd/system/service-watchdog.service");
        await box.SystemctlAsync("daemon-reload");
    }
}
