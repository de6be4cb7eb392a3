using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> on containers of the real podman and docker: on clean ones, and with each fault planted.</summary>
public sealed class ContainerDoctorTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private readonly DoctoredBox _doctor = new(box);

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

        DoctoredBox.AssertFound(
            await _doctor.RunAsync(
                DoctoredBox.Service("c-well", Podman("c-well"), 9621), DoctoredBox.Service("c-once", Podman("c-once"), 9622), DoctoredBox.Service("c-rm", Podman("c-rm"), 9623), DoctoredBox.Service("c-slow", Podman("c-slow"), 9624),
                DoctoredBox.Service("c-heals", Podman("c-heals"), 9625), DoctoredBox.Service("c-unit", Podman("c-unit"), 9626), DoctoredBox.Service("c-none", Podman("c-none"))),
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
            DoctoredBox.Service("o-well", Docker("o-well"), 9631), DoctoredBox.Service("o-once", Docker("o-once"), 9632), DoctoredBox.Service("o-rm", Docker("o-rm"), 9633), DoctoredBox.Service("o-slow", Docker("o-slow"), 9634),
            DoctoredBox.Service("o-heals", Docker("o-heals"), 9635), DoctoredBox.Service("o-none", Docker("o-none")),
        ];
        const string others = "o-none: unit-not-found\no-once: restart-no\no-rm: auto-remove\no-slow: stop-timeout";

        // A label alone restarts nobody.
        DoctoredBox.AssertFound(await _doctor.RunAsync(services), others);

        // Of that image the name is all that counts.
        await containers.CtlAsync("tag", "empty", "willfarrell/autoheal:1.2.0");
        await containers.CtlAsync(["run", "-d", "--name", "healer", "--network", "host", "-v", "/usr:/usr:ro", "-v", "/lib:/lib:ro", "-v", "/lib64:/lib64:ro", "willfarrell/autoheal:1.2.0", "/usr/bin/sleep", "infinity"]);
        DoctoredBox.AssertFound(await _doctor.RunAsync(services), $"o-heals: two-watchdogs\n{others}");

        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nExecStart=/usr/bin/sleep infinity");
        DoctoredBox.AssertFound(await _doctor.RunAsync(services[0]), "o-well: manager-denied");
        var group = await box.ExecAsync("stat", "-c", "%G", "/run/docker.sock");
        await box.ExecAsync("chmod", "660", "/run/docker.sock");
        await box.WriteUnitAsync("service-watchdog.service", $"[Service]\nUser={SystemdBox.User}\nSupplementaryGroups={group}\nExecStart=/usr/bin/sleep infinity");
        DoctoredBox.AssertFound(await _doctor.RunAsync(services[0]), "");
        await box.ExecAsync("rm", "/run/systemd/system/service-watchdog.service");
        await box.SystemctlAsync("daemon-reload");
        await containers.CtlAsync("rm", "-f", "o-well", "o-once", "o-rm", "o-slow", "o-heals", "healer");
        await containers.StopEngineAsync();
        DoctoredBox.AssertFound(await _doctor.RunAsync(DoctoredBox.Service("o-well", Docker("o-well"))), "o-well: engine-down");

        static string Docker(string name) => $"\"docker\": {{ \"container\": \"{name}\" }}";
    }
}
