using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> on commands, children, and jobs of the stand-in for launchd: on clean ones, and with each fault planted.</summary>
public sealed class JobDoctorTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private readonly DoctoredBox _doctor = new(box);

    [SkippableFact]
    public async Task Doctor_CommandsAndChildren_FindsEachFaultAndNothingElse()
    {
        box.Require();
        await box.ManageAsync("k-well", "/usr/bin/sleep infinity");
        await box.WriteScriptAsync("/run/k-is-up", "#!/bin/sh\nexit 0\n");
        await box.WriteScriptAsync("/run/k-is-down", "#!/bin/sh\nexit 3\n");
        box.Write("/run/k-no-program", "#!/bin/sh\n");
        var pid = $"\"pid\": [\"systemctl\", \"show\", \"-P\", \"MainPID\", \"k-well.service\"]";

        DoctoredBox.AssertFound(
            await _doctor.RunAsync(
                DoctoredBox.Service("k-well", $"\"command\": {{ \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-up\"], {pid} }}"),
                DoctoredBox.Service("k-missing", "\"command\": { \"restart\": [\"/opt/none\", \"restart\"], \"start\": [\"no-such-program\"], \"pid\": [\"echo\", \"1\"] }"),
                DoctoredBox.Service("k-mode", "\"command\": { \"restart\": [\"/run/k-no-program\"], \"pid\": [\"systemctl\", \"show\", \"-P\", \"MainPID\", \"dbus.service\"] }"),
                DoctoredBox.Service("k-dead", "\"command\": { \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-up\"], \"pid\": [\"echo\", \"4194303\"] }"),
                DoctoredBox.Service("k-lives", "\"command\": { \"restart\": [\"/run/k-is-up\"], \"status\": [\"/run/k-is-down\"], \"pid\": [\"echo\", \"1\"] }"),
                DoctoredBox.Service("child", "\"process\": { \"command\": [\"/opt/none\"], \"workingDirectory\": \"/srv/none\" }")),
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

        DoctoredBox.AssertFound(
            await _doctor.RunAsync(
                DoctoredBox.Service("j-well", Launchd("j-well", $"{home}/j-well.plist")), DoctoredBox.Service("j-crash", Launchd("j-crash")), DoctoredBox.Service("j-once", Launchd("j-once")), DoctoredBox.Service("j-slow", Launchd("j-slow")),
                DoctoredBox.Service("j-leaves", Launchd("j-leaves")), DoctoredBox.Service("j-open", Launchd("j-open")), DoctoredBox.Service("j-disabled", Launchd("j-disabled")),
                DoctoredBox.Service("j-moved", Launchd("j-moved", $"{home}/j-well.plist")), DoctoredBox.Service("j-lost", Launchd("j-lost", $"{home}/j-lost.plist")), DoctoredBox.Service("j-none", Launchd("j-none"))),
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
}
