using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A container engine in a box. No image is loaded from anywhere: a container sees the box's own programs.</summary>
internal sealed class BoxedContainers(SystemdBox box, string engine)
{
    private const string Mounts = "-v /usr:/usr:ro -v /lib:/lib:ro -v /lib64:/lib64:ro -v /bin:/bin:ro -v /run:/run";

    /// <summary>Skips the test where the engine is not installed.</summary>
    public async Task StartAsync()
    {
        var missing = (engine == "docker" ? new[] { "dockerd", "docker" } : ["podman", "crun", "conmon"]).Where(program => !Shell.Has(program)).ToArray();
        Skip.If(missing.Length > 0, $"not installed: {string.Join(", ", missing)}");
        await (engine == "docker" ? StartDockerAsync() : PreparePodmanAsync());
    }

    /// <summary>A server of ours in a container of the box's own network.</summary>
    /// <param name="name">Of the container.</param>
    /// <param name="port">Of the server.</param>
    /// <param name="options">More of <c>run</c>.</param>
    public Task RunAsync(string name, int port, params string[] options) =>
        RunAsync(name, port, ["--network", "host", .. options], ["/usr/bin/python3", $"{SystemdBox.UnderTest}/Servers/server.py", $"{port}", $"/run/{name}.control"]);

    /// <summary>A server whose port is published where the engine can do that here: docker's proxy listens in its place.</summary>
    public Task PublishAsync(string name, int port, params string[] options)
    {
        if (engine != "docker") return RunAsync(name, port, options);

        box.Write($"/run/{name}/health", "well");
        return RunAsync(name, port, ["-p", $"127.0.0.1:{port}:{port}", .. options], ["/usr/bin/python3", "-m", "http.server", $"{port}", "--directory", $"/run/{name}"]);
    }

    public Task<string> CtlAsync(params string[] arguments) => box.ExecAsync([engine, .. arguments]);

    public Task<string> PidAsync(string name) => InspectAsync(name, "{{.State.Pid}}");

    public Task<string> InspectAsync(string name, string format) => CtlAsync("inspect", "--format", format, name);

    public Task StopEngineAsync() => box.SystemctlAsync("stop", "box-dockerd.service");

    public async Task StartEngineAsync()
    {
        await box.SystemctlAsync("start", "box-dockerd.service");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("docker", "version")).ExitCode == 0, "dockerd");
    }

    private async Task RunAsync(string name, int port, string[] options, string[] server)
    {
        string[] root = engine == "docker" ? [.. Mounts.Split(' '), "empty"] : ["--cgroups=disabled", "-v", "/run:/run", "--rootfs", "/:O"];
        await CtlAsync(["run", "-d", "--name", name, "--stop-timeout", "2", .. options, .. root, .. server]);
        await box.ListeningAsync(port);
    }

    /// <summary>crun cannot make control groups in a box, which has not all of their controllers.</summary>
    private async Task PreparePodmanAsync()
    {
        box.Write("/etc/containers/containers.conf", "[engine]\nruntime=\"crun\"\nevents_logger=\"file\"\n[containers]\nlog_driver=\"k8s-file\"\n");
        box.Write("/etc/containers/storage.conf", "[storage]\ndriver=\"vfs\"\nrunroot=\"/run/containers/storage\"\ngraphroot=\"/run/containers/graph\"\n");
        await CtlAsync("ps");
    }

    private async Task StartDockerAsync()
    {
        await box.WriteUnitAsync("box-dockerd.service", $"""
            [Service]
            Environment=PATH={Environment.GetEnvironmentVariable("PATH")}
            ExecStart=/usr/bin/env dockerd -H unix:///run/docker.sock --iptables=false --ip6tables=false --storage-driver=vfs --data-root=/run/docker-data --exec-root=/run/docker-exec --pidfile=/run/dockerd.pid
            Delegate=yes
            KillMode=process
            """);
        await StartEngineAsync();
        await box.ExecAsync("sh", "-c", "tar c --files-from /dev/null | docker import - empty");
    }
}
