using System.Text.Json;
using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> on services of managers other than systemd: on clean ones, and with each fault planted in the real manager.</summary>
public sealed class ManagedDoctorTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Doctor_ProgramsOfSupervisord_FindsEachFaultAndNothingElse()
    {
        box.Require();
        var supervisord = new BoxedSupervisord(box, "sup-doctor", 9601);
        await supervisord.StartAsync(
            BoxedSupervisord.Program("p-well", 9602)
            + Sleeper("p-once", "autorestart=false")
            + Sleeper("p-boot", "autostart=false")
            + Sleeper("p-kill", "stopsignal=KILL")
            + Sleeper("p-slow", "stopwaitsecs=300")
            + Sleeper("p-wait", "startsecs=120")
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

        var ran = await DoctorAsync(
            Service("p-well", supervisord.Manager("p-well"), 9602), Service("p-twin", supervisord.Manager("p-well", overTcp: true), 9602), Service("p-once", supervisord.Manager("p-once")),
            Service("p-boot", supervisord.Manager("p-boot")), Service("p-kill", supervisord.Manager("p-kill")), Service("p-slow", supervisord.Manager("p-slow")),
            Service("p-wait", supervisord.Manager("p-wait")), Service("p-gone", supervisord.Manager("p-gone")), Service("p-folder", supervisord.Manager("p-folder")),
            Service("p-limit", supervisord.Manager("p-limit"), 9603), Service("p-none", supervisord.Manager("p-none")));
        await box.SystemctlAsync("stop", "m-is-monit.service");

        AssertFound(ran, """
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
        Assert.Equal("in /run/sup-doctor.conf: [program:p-once] autorestart=unexpected; then supervisorctl update", Findings(ran).Single(one => one.Service == "p-once").Remedy);

        await supervisord.StopAsync();
        AssertFound(await DoctorAsync(Service("p-well", supervisord.Manager("p-well"))), "p-well: supervisord-down");
    }

    [SkippableFact]
    public async Task Doctor_ServicesOfRunitAndS6_FindsEachFaultAndNothingElse()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir") && Shell.Has("s6-svscan"), "this needs runit and s6");
        const string sv = "/run/sv-doctor", s6 = "/run/s6-doctor";
        foreach (var folder in (string[])[sv, s6])
        {
            await FolderAsync($"{folder}/well", ServerRuntime.Python.Command(SystemdBox.UnderTest), folder == sv ? 9611 : 9612);
            await FolderAsync($"{folder}/down", ["/usr/bin/sleep", "infinity"]);
            await FolderAsync($"{folder}/mode", ["/usr/bin/sleep", "infinity"]);
        }

        await FolderAsync($"{s6}/kill", ["/usr/bin/sleep", "infinity"]);
        box.Write($"{s6}/kill/down-signal", "SIGKILL\n");
        // As s6-rc keeps them: a link in the folder that is scanned.
        await FolderAsync("/run/s6-rc/servicedirs/rc", ["/usr/bin/sleep", "infinity"]);
        await box.ExecAsync("ln", "-s", "/run/s6-rc/servicedirs/rc", $"{s6}/rc");
        await FolderAsync("/run/sv-alone/web", ["/usr/bin/sleep", "infinity"]);
        await FolderAsync("/run/s6-alone/web", ["/usr/bin/sleep", "infinity"]);
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

        AssertFound(
            await DoctorAsync(
                Service("r-well", Runit($"{sv}/well"), 9611), Service("r-down", Runit($"{sv}/down")), Service("r-mode", Runit($"{sv}/mode")), Service("r-alone", Runit("/run/sv-alone/web")),
                Service("r-none", Runit($"{sv}/none")),
                Service("s-well", S6($"{s6}/well"), 9612), Service("s-down", S6($"{s6}/down")), Service("s-mode", S6($"{s6}/mode")), Service("s-alone", S6("/run/s6-alone/web")),
                Service("s-kill", S6($"{s6}/kill")), Service("s-rc", S6($"{s6}/rc")), Service("s-none", S6($"{s6}/none"))),
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
    public async Task Doctor_ContainersOfPodman_FindsEachFaultAndNothingElse()
    {
        box.Require();
        var containers = new BoxedContainers(box, "podman");
        await containers.StartAsync();
        await containers.PublishAsync("c-well", 9621, "--restart", "always");
        await containers.PublishAsync("c-once", 9622);
        await containers.PublishAsync("c-rm", 9623, "--rm");
        await containers.PublishAsync("c-slow", 9624, "--restart", "always", "--stop-timeout", "300");
        await containers.PublishAsync("c-heals", 9625, "--restart", "always", "--health-cmd", "true", "--health-interval", "disable", "--health-on-failure", "kill");
        await containers.PublishAsync("c-unit", 9626, "--label", "PODMAN_SYSTEMD_UNIT=c-unit.service");

        AssertFound(
            await DoctorAsync(
                Service("c-well", Podman("c-well"), 9621), Service("c-once", Podman("c-once"), 9622), Service("c-rm", Podman("c-rm"), 9623), Service("c-slow", Podman("c-slow"), 9624),
                Service("c-heals", Podman("c-heals"), 9625), Service("c-unit", Podman("c-unit"), 9626), Service("c-none", Podman("c-none"))),
            """
            c-heals: two-watchdogs
            c-none: unit-not-found
            c-once: restart-no
            c-rm: auto-remove
            c-slow: stop-timeout
            c-unit: managed-by-systemd
            """);

        await containers.CtlAsync("rm", "-f", "-t", "1", "c-well", "c-once", "c-rm", "c-slow", "c-heals", "c-unit");

        static string Podman(string name) => $"\"podman\": {{ \"container\": \"{name}\" }}";
    }

    [SkippableFact]
    public async Task Doctor_ContainersOfDocker_FindsEachFaultAndNothingElse()
    {
        box.Require();
        var containers = new BoxedContainers(box, "docker");
        await containers.StartAsync();
        await containers.PublishAsync("o-well", 9631, "--restart", "always");
        await containers.PublishAsync("o-once", 9632);
        await containers.PublishAsync("o-rm", 9633, "--rm");
        await containers.PublishAsync("o-slow", 9634, "--restart", "always", "--stop-timeout", "300");
        await containers.PublishAsync("o-heals", 9635, "--restart", "always", "--label", "autoheal=true", "--health-cmd", "true");
        string[] services =
        [
            Service("o-well", Docker("o-well"), 9631), Service("o-once", Docker("o-once"), 9632), Service("o-rm", Docker("o-rm"), 9633), Service("o-slow", Docker("o-slow"), 9634),
            Service("o-heals", Docker("o-heals"), 9635), Service("o-none", Docker("o-none")),
        ];
        const string others = "o-none: unit-not-found\no-once: restart-no\no-rm: auto-remove\no-slow: stop-timeout";

        // A label alone restarts nobody.
        AssertFound(await DoctorAsync(services), others);

        // Of that image the name is all that counts.
        await containers.CtlAsync("tag", "empty", "willfarrell/autoheal:1.2.0");
        await containers.CtlAsync(["run", "-d", "--name", "healer", "--network", "host", "-v", "/usr:/usr:ro", "-v", "/lib:/lib:ro", "-v", "/lib64:/lib64:ro", "willfarrell/autoheal:1.2.0", "/usr/bin/sleep", "infinity"]);
        AssertFound(await DoctorAsync(services), $"o-heals: two-watchdogs\n{others}");

        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nExecStart=/usr/bin/sleep infinity");
        AssertFound(await DoctorAsync(services[0]), "o-well: manager-denied");
        var group = await box.ExecAsync("stat", "-c", "%G", "/run/docker.sock");
        await box.ExecAsync("chmod", "660", "/run/docker.sock");
        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nSupplementaryGroups={group}\nExecStart=/usr/bin/sleep infinity");
        AssertFound(await DoctorAsync(services[0]), "");
        await box.ExecAsync("rm", "/run/systemd/system/service-watchdog.service");
        await box.SystemctlAsync("daemon-reload");
        await containers.CtlAsync("rm", "-f", "o-well", "o-once", "o-rm", "o-slow", "o-heals", "healer");
        await containers.StopEngineAsync();
        AssertFound(await DoctorAsync(Service("o-well", Docker("o-well"))), "o-well: engine-down");

        static string Docker(string name) => $"\"docker\": {{ \"container\": \"{name}\" }}";
    }

    [SkippableFact]
    public async Task Doctor_CommandsAndChildren_FindsEachFaultAndNothingElse()
    {
        box.Require();
        await box.ManageAsync("k-well", "/usr/bin/sleep infinity");
        await box.WriteScriptAsync("/run/k-is-up", "#!/bin/sh\nexit 0\n");
        await box.WriteScriptAsync("/run/k-is-down", "#!/bin/sh\nexit 3\n");
        box.Write("/run/k-no-program", "#!/bin/sh\n");
        var pid = $"\"pid\": [\"systemctl\", \"show\", \"-P\", \"MainPID\", \"k-well.service\"]";

        AssertFound(
            await DoctorAsync(
                Service("k-well", $"\"command\": {{ \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-up\"], {pid} }}"),
                Service("k-missing", "\"command\": { \"restart\": [\"/opt/none\", \"restart\"], \"start\": [\"no-such-program\"], \"pid\": [\"echo\", \"1\"] }"),
                Service("k-mode", "\"command\": { \"restart\": [\"/run/k-no-program\"], \"pid\": [\"systemctl\", \"show\", \"-P\", \"MainPID\", \"dbus.service\"] }"),
                Service("k-dead", "\"command\": { \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-up\"], \"pid\": [\"echo\", \"4194303\"] }"),
                Service("k-lives", "\"command\": { \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-down\"], \"pid\": [\"echo\", \"1\"] }"),
                Service("child", "\"process\": { \"command\": [\"/opt/none\"], \"workingDirectory\": \"/srv/none\" }")),
            """
            child: no-daemon program-unusable working-directory
            k-dead: status-contradicts
            k-lives: status-contradicts
            k-missing: program-unusable program-unusable
            k-mode: program-unusable
            """);
    }

    [SkippableFact]
    public async Task Doctor_JobsOfLaunchd_FindsEachFaultAndNothingElse()
    {
        box.Require();
        const string home = "/run/launchd-doctor";
        await box.WriteScriptAsync($"{home}/launchctl", await File.ReadAllTextAsync(StandIn.Path));
        await box.ExecAsync("ln", "-sf", $"{home}/launchctl", "/usr/local/bin/launchctl");
        await box.ManageAsync("launchd-doctor", $"{home}/launchctl serve");
        await Eventually.TrueAsync(() => File.Exists(box.HostPath($"{home}/launchd.sock")), "the stand-in");
        const string keptAlive = "<key>KeepAlive</key><true/>";
        await JobAsync("j-well");
        await JobAsync("j-crash", keptAlive, "<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>");
        await JobAsync("j-once", keptAlive, "");
        await JobAsync("j-slow", "<key>ExitTimeOut</key><integer>2</integer>", "<key>ExitTimeOut</key><integer>300</integer>");
        await JobAsync("j-leaves", keptAlive, $"{keptAlive}<key>AbandonProcessGroup</key><true/>");
        await JobAsync("j-open");
        await box.ExecAsync("chmod", "666", $"{home}/j-open.plist");
        await JobAsync("j-disabled");
        await box.ExecAsync("launchctl", "disable", "gui/501/com.example.j-disabled");
        await JobAsync("j-moved");

        AssertFound(
            await DoctorAsync(
                Service("j-well", Launchd("j-well", $"{home}/j-well.plist")), Service("j-crash", Launchd("j-crash")), Service("j-once", Launchd("j-once")), Service("j-slow", Launchd("j-slow")),
                Service("j-leaves", Launchd("j-leaves")), Service("j-open", Launchd("j-open")), Service("j-disabled", Launchd("j-disabled")),
                Service("j-moved", Launchd("j-moved", $"{home}/j-well.plist")), Service("j-lost", Launchd("j-lost", $"{home}/j-lost.plist")), Service("j-none", Launchd("j-none"))),
            """
            j-disabled: job-disabled
            j-leaves: kill-mode
            j-lost: plist-missing unit-failed
            j-moved: other-plist
            j-none: unit-not-found
            j-once: restart-no
            j-open: plist-writable
            j-slow: stop-timeout
            """);

        static string Launchd(string name, string? bootstrap = null) =>
            $"\"launchd\": {{ \"target\": \"gui/501/com.example.{name}\"{(bootstrap is null ? "" : $", \"bootstrap\": \"{bootstrap}\"")} }}";

        async Task JobAsync(string name, string old = "", string change = "")
        {
            var plist = StandIn.Plist($"com.example.{name}", throttle: 1, "/usr/bin/sleep", "86400");
            box.Write($"{home}/{name}.plist", old.Length == 0 ? plist : plist.Replace(old, change, StringComparison.Ordinal));
            await box.ExecAsync("launchctl", "bootstrap", "gui/501", $"{home}/{name}.plist");
        }
    }

    [SkippableFact]
    public async Task Doctor_OfTheInstalledUser_TellsWhatItMayNotDrive()
    {
        box.Require();
        Skip.IfNot(Shell.Has("runsvdir") && Shell.Has("s6-svscan"), "this needs runit and s6");
        var supervisord = new BoxedSupervisord(box, "sup-denied", 9641);
        await supervisord.StartAsync(Sleeper("x-program", ""));
        await FolderAsync("/run/sv-denied/web", ["/usr/bin/sleep", "infinity"]);
        await FolderAsync("/run/s6-denied/web", ["/usr/bin/sleep", "infinity"]);
        await box.ManageAsync("runit-denied", "/usr/bin/runsvdir /run/sv-denied");
        await box.ManageAsync("s6-denied", "/usr/bin/s6-svscan /run/s6-denied");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("sv", "status", "/run/sv-denied/web")).Output.StartsWith("run: ", StringComparison.Ordinal), "runit");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("s6-svstat", "/run/s6-denied/web")).Output.StartsWith("up", StringComparison.Ordinal), "s6");
        await Eventually.TrueAsync(async () => await supervisord.StateAsync("x-program") == "RUNNING", "the program");
        string[] services =
        [
            Service("x-program", supervisord.Manager("x-program")), Service("x-runit", "\"runit\": { \"service\": \"/run/sv-denied/web\" }"), Service("x-s6", "\"s6\": { \"service\": \"/run/s6-denied/web\" }"),
        ];

        // Without anything installed, who asks is who would run it.
        AssertFound(await DoctorAsync(services), "");
        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nExecStart=/usr/bin/sleep infinity");
        var denied = await DoctorAsync(services);
        AssertFound(denied, """
            x-program: manager-denied
            x-runit: manager-denied
            x-s6: manager-denied
            """);
        Assert.All(Findings(denied).Where(finding => finding.Service != "x-program"), finding => Assert.Equal("sudo watchdog install --as-root", finding.Remedy));

        // What the remedies say, by hand.
        await box.ExecAsync("chown", SystemdBox.User, "/run/sup-denied.sock");
        await box.ExecAsync("chown", "-R", SystemdBox.User, "/run/sv-denied/web/supervise", "/run/s6-denied/web/supervise", "/run/s6-denied/web/event");
        AssertFound(await DoctorAsync(services), "");
        await box.ExecAsync("rm", "/run/systemd/system/service-watchdog.service");
        await box.SystemctlAsync("daemon-reload");
    }

    private static string Sleeper(string name, string line) => $"[program:{name}]\ncommand=/usr/bin/sleep infinity\n{line}\n";

    private static string Service(string name, string manager, int port = 0) => $$"""
        "{{name}}": { {{manager}}{{(port == 0 ? "" : $$""", "liveness": { "url": "http://127.0.0.1:{{port}}/health", "timeout": "10s" }""")}} }
        """;

    private Task<string> FolderAsync(string folder, IReadOnlyList<string> command, int port = 0) =>
        box.WriteScriptAsync($"{folder}/run", $"#!/bin/sh\nexec {string.Join(' ', command)}{(port == 0 ? "" : $" {port} /run/m-{port}.control")}\n");

    private Task<Ran> DoctorAsync(params string[] services)
    {
        box.Write("/etc/wd-managed.json", Managed.File(services));
        return box.TryExecAsync(["env", "STATE_DIRECTORY=/var/lib/wd-managed", "RUNTIME_DIRECTORY=/run/wd-managed", .. BoxedDaemon.Program.Split(' '), "doctor", "--json", "--config", "/etc/wd-managed.json"]);
    }

    private static void AssertFound(Ran ran, string expected)
    {
        Assert.True(ran.Output.StartsWith('['), ran.Output + ran.Error);
        var found = Findings(ran).GroupBy(one => one.Service ?? "this machine").Select(one => $"{one.Key}: {string.Join(' ', one.Select(finding => finding.Code).Order())}").Order(StringComparer.Ordinal);
        Assert.True(string.Join('\n', found) == expected.ReplaceLineEndings("\n"), $"{string.Join('\n', found)}\n{ran.Output}");
    }

    private static IReadOnlyList<Found> Findings(Ran ran) =>
        [.. JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(one => new Found(one.GetProperty("service").GetString(), one.GetProperty("code").GetString()!, one.GetProperty("remedy").GetString()!))];

    private sealed record Found(string? Service, string Code, string Remedy);
}
