using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> on a clean machine, and with every fault that it knows planted.</summary>
public sealed class DoctorTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private const string StateFolder = "/var/lib/wd-doctor";

    [SkippableFact]
    public async Task Doctor_CleanMachine_FindsNothing()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-clean");
        var web = new Watched("d-clean", 9791) { Timeout = "10s", Interval = "15s", Budget = 3, Lines = "Restart=on-failure", Keys = Watched.Counted };
        await box.WatchAsync(daemon, web);

        var ran = await daemon.RunAsync("doctor");
        var json = await daemon.RunAsync("doctor", "--json");

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Matches("^[0-9]+ checks, nothing found$", ran.Ok().Split('\n')[^1]);
        Assert.Contains($"watchdog run, PID ", ran.Output, StringComparison.Ordinal);
        Assert.Contains($", of {daemon.Unit}", ran.Output, StringComparison.Ordinal);
        Assert.Equal("[]", json.Ok());
        Assert.Contains("runs under systemd (a unit of it, standard error is the journal, READY=1 is waited for)", await daemon.LogAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Doctor_EveryFaultPlanted_FindsEachAndNothingElse()
    {
        box.Require();
        await PlantAsync();

        var ran = await RunAsync("/etc/wd-doctor.json");

        var found = Findings(ran).Where(finding => finding.Service is not null).ToLookup(finding => finding.Service, finding => finding.Code);
        foreach (var fault in PlantedFault.All) Assert.Equal((fault.Name, fault.Expected), (fault.Name, string.Join(' ', found[fault.Name].Order())));
        Assert.DoesNotContain(Findings(ran), finding => finding.Service is null);
        Assert.Equal(2, ran.ExitCode);
        Assert.All(Findings(ran), finding => Assert.NotEmpty(finding.Remedy));
        Assert.Contains("/etc/monit/conf.d/d-monit, line 2", Said("d-monit"), StringComparison.Ordinal);
        Assert.Contains("of d-well.service, started by systemd (1)", Said("d-foreign"), StringComparison.Ordinal);
        Assert.Contains("d-requires.service", Said("d-required"), StringComparison.Ordinal);

        string Said(string service) => Findings(ran).First(finding => finding.Service == service).Sentence;
    }

    [SkippableFact]
    public async Task Doctor_SickMachine_TellsDiskClockDescriptorsAndBus()
    {
        box.Require();
        await box.ExecAsync("sh", "-c", "mkdir -p /run/d-tiny && mount -t tmpfs -o size=512k,mode=755 tmpfs /run/d-tiny && mkdir -m 700 /run/d-tiny/state && touch -d '+1 day' /run/d-tiny/state/x.json");
        box.Write("/etc/wd-sick.json", """{ "services": { "mine": { "systemd": { "unit": "mine.service", "scope": "user" } } } }""");

        var ran = await box.TryExecAsync(
            ["prlimit", "--nofile=120:120", "env", "STATE_DIRECTORY=/run/d-tiny", "RUNTIME_DIRECTORY=/run/d-tiny", .. BoxedDaemon.Program.Split(' '), "doctor", "--json", "--config", "/etc/wd-sick.json"]);

        Assert.Equal(["bus-unreachable", "clock-behind", "disk-full", "few-descriptors"], Findings(ran).Select(finding => finding.Code).Order());
        Assert.Equal(2, ran.ExitCode);
        await box.ExecAsync("umount", "/run/d-tiny");
    }

    [SkippableFact]
    public async Task Doctor_WithoutTheRule_NamesItUntilItIsThere()
    {
        box.RequirePolkit();
        await box.AddUserAsync();
        box.Write("/run/systemd/system/service-watchdog.service", InstalledParts.UnitText("service-watchdog.service"));
        await box.WriteUnitAsync("d-guarded.service", "[Service]\nExecStart=/usr/bin/sleep infinity\nRestart=on-failure");
        await box.SystemctlAsync("start", "d-guarded.service");
        box.Write("/etc/wd-guarded.json", """{ "services": { "guarded": { "systemd": { "unit": "d-guarded.service" } } } }""");

        var denied = await RunAsync("/etc/wd-guarded.json");
        var stranger = await box.TryExecAsUserAsync([.. BoxedDaemon.Program.Split(' '), "doctor", "--config", "/etc/wd-guarded.json"]);
        box.Grant("d-guarded.service");
        await box.SystemctlAsync("restart", "polkit.service");
        var granted = await RunAsync("/etc/wd-guarded.json");

        var finding = Assert.Single(Findings(denied));
        Assert.Equal(("guarded", "polkit-denied", "broken"), (finding.Service, finding.Code, finding.Severity));
        Assert.Contains("start, try-restart, kill, reset-failed d-guarded.service", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(("[]", 0), (granted.Output.Trim(), granted.ExitCode));

        // Who may not ask polkit gets the rule and the commands, and no alarm.
        Assert.Equal(0, stranger.ExitCode);
        Assert.Contains("privileges-unknown", stranger.Output, StringComparison.Ordinal);
        Assert.Contains(@"/^d-guarded\.service$/,", stranger.Output, StringComparison.Ordinal);
        var command = stranger.Output.Split('\n').Single(line => line.Contains("sudo pkcheck", StringComparison.Ordinal) && line.EndsWith("try-restart", StringComparison.Ordinal)).Trim();
        Assert.Equal(0, (await box.TryExecAsync("sh", "-c", command["sudo ".Length..])).ExitCode);
        await box.ExecAsync("rm", "/run/systemd/system/service-watchdog.service");
        await box.SystemctlAsync("daemon-reload");
    }

    [SkippableFact]
    public async Task Doctor_OfAUsersOwnServices_WantsLingering()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-lingers", user: true);
        var web = new Watched("d-mine", 9792) { Timeout = "10s", Interval = "15s", Budget = 3, Lines = "Restart=on-failure" };
        daemon.Configure(web);
        await box.WriteUserUnitAsync(web.Unit, web.UnitText);
        await box.UserSystemctlAsync("start", web.Unit);
        await box.ListeningAsync(web.Port);

        var lingers = await daemon.RunAsync("doctor", "--json");
        await box.ExecAsync("rm", $"/var/lib/systemd/linger/{SystemdBox.User}");
        var ends = await daemon.RunAsync("doctor", "--json");
        await box.ExecAsync("touch", $"/var/lib/systemd/linger/{SystemdBox.User}");

        Assert.Equal(("[]", 0), (lingers.Output.Trim(), lingers.ExitCode));
        Assert.Equal(("no-linger", 1), (Assert.Single(Findings(ends)).Code, ends.ExitCode));
    }

    private async Task PlantAsync()
    {
        foreach (var fault in PlantedFault.All.Where(fault => fault.Unit is not null || fault.Port > 0))
        {
            box.Write($"/run/systemd/system/{fault.Name}.service", fault.UnitText);
            box.Write(fault.Control, fault.Mode);
        }

        File.CreateSymbolicLink(box.HostPath("/run/systemd/system/d-kill-too.service"), "d-kill.service");
        box.Write("/run/systemd/system/d-requires.service", "[Unit]\nRequires=d-required.service\n[Service]\nExecStart=/usr/bin/sleep infinity");
        box.Write("/etc/monit/conf.d/d-monit", "# systemctl restart d-well\ncheck process d-monit with pidfile /run/d-monit.pid\n");
        await box.SystemctlAsync("daemon-reload");

        // A process of that name is all there is of monit: its package would start a daemon.
        await box.ExecAsync("cp", "/usr/bin/sleep", "/run/monit");
        await box.ExecAsync("systemd-run", "--unit=d-is-monit", "/run/monit", "infinity");
        string[] started = [.. PlantedFault.All.Where(fault => fault.IsStarted).Select(fault => $"{fault.Name}.service"), "d-requires.service"];
        await box.TryExecAsync(["systemctl", "start", .. started]);        // one of them fails, as it should
        foreach (var port in PlantedFault.All.Select(fault => fault.Port).Append(9802).Where(port => port > 0)) await box.ListeningAsync(port);

        // Someone's connection stays open, and after that nobody gets in.
        await box.ExecAsync("systemd-run", "--unit=d-holder", "/usr/bin/python3", "-c", "import socket, time; s = socket.create_connection(('127.0.0.1', 9809)); time.sleep(3600)");
        await Eventually.TrueAsync(async () => (await box.ExecAsync("ss", "-Htn", "state", "established", "sport = :9809")).Length > 0, "a connection that is kept open");
        box.Write("/run/d-kept.control", "hang-accept");
        box.Write("/etc/wd-doctor.json", $$"""{ "services": { {{string.Join(",\n", PlantedFault.All.Select(fault => fault.Json))}} } }""");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("curl", "-sS", "-m", "0.3", "http://127.0.0.1:9809/health")).ExitCode != 0, "an accept loop that stands still");
        await Eventually.TrueAsync(async () => await box.PropertyAsync("d-orphan.service", "ActiveState") == "inactive", "a starter that has ended");
        box.Write("/run/systemd/system/d-edited.service", "[Service]\nExecStart=/usr/bin/sleep infinity\nRestart=always");
    }

    private Task<Ran> RunAsync(string config) => box.TryExecAsync(
        ["env", $"STATE_DIRECTORY={StateFolder}", "RUNTIME_DIRECTORY=/run/wd-doctor", .. BoxedDaemon.Program.Split(' '), "doctor", "--json", "--config", config]);

    private static IReadOnlyList<Found> Findings(Ran ran) =>
    [
        .. JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(one => new Found(
            one.GetProperty("service").GetString(), one.GetProperty("code").GetString()!, one.GetProperty("severity").GetString()!, one.GetProperty("sentence").GetString()!, one.GetProperty("remedy").GetString()!)),
    ];

    private sealed record Found(string? Service, string Code, string Severity, string Sentence, string Remedy);
}
