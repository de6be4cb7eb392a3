using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A container engine in a box. No image is loaded from anywhere: a container sees the box's own programs.</summary>
internal sealed class BoxedContainers(SystemdBox box, string engine)
{
    private const string DockerSocket = "/run/docker.sock";

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

    /// <summary>
    /// The engine's program for a process out here, as a script: it names processes by their ids out here. Called "another", podman's is that of another user, who has
    /// containers of his own; docker lets those in who may use its socket.
    /// </summary>
    public string OutHere => $$"""
        #!/usr/bin/python3
        import os, re, subprocess, sys
        box, user = "{{box.Pid}}", ["runuser", "-u", "{{SystemdBox.User}}", "--"] if os.path.basename(sys.argv[0]) == "another" else []
        docker = ["docker", "-H", "unix://{{box.HostPath(DockerSocket)}}"]
        podman = ["nsenter", "-t", box, "-a", *user, "podman"]

        def status(pid, field):
            with open(f"/proc/{pid}/status") as file:
                return re.search(rf"^{field}:\s*(.*)$", file.read(), re.MULTILINE)[1].split()

        def is_inside(pid):
            while pid not in ("0", box):
                pid = status(pid, "PPid")[0]
            return pid == box

        def out_here(found):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if status(pid, "NSpid")[1:2] == [found[1]] and is_inside(pid):
                        return f'"pid":{pid}'
                except OSError:
                    pass        # it has ended meanwhile
            return found[0]

        ended = subprocess.run([*{{engine}}, *sys.argv[1:]], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        sys.stdout.write(re.sub(r'"pid":(\d+)', out_here, ended.stdout))
        sys.stderr.write(ended.stderr)
        sys.exit(ended.returncode)
        """;

    public Task<string> CtlAsync(params string[] arguments) => box.ExecAsync([engine, .. arguments]);

    public Task<string> PidAsync(string name) => InspectAsync(name, "{{.State.Pid}}");

    public Task<string> InspectAsync(string name, string format) => CtlAsync("inspect", "--format", format, name);

    public Task StopEngineAsync() => box.SystemctlAsync("stop", "box-dockerd.service");

    public async Task StartEngineAsync()
    {
        await box.SystemctlAsync("start", "box-dockerd.service");
        await Eventually.TrueAsync(async () => (await box.TryExecAsync("docker", "version")).ExitCode == 0, "dockerd");
    }

    /// <summary>A container that runs a command.</summary>
    public Task<string> CreateAsync(string name, string[] options, string[] command)
    {
        string[] root = engine == "docker" ? [.. Mounts.Split(' '), "empty"] : ["--cgroups=disabled", "-v", "/run:/run", "--rootfs", "/:O"];
        return CtlAsync(["run", "-d", "--name", name, "--stop-timeout", "2", .. options, .. root, .. command]);
    }

    private async Task RunAsync(string name, int port, string[] options, string[] server)
    {
        await CreateAsync(name, options, server);
        await box.ListeningAsync(port);
    }

    /// <summary>crun cannot make control groups in a box, which has not all of their controllers.</summary>
    private async Task PreparePodmanAsync()
    {
        box.Write("/etc/containers/containers.conf", "[engine]\nruntime=\"crun\"\nevents_logger=\"file\"\n[containers]\nlog_driver=\"k8s-file\"\n");
        box.Write("/etc/containers/storage.conf", "[storage]\ndriver=\"vfs\"\nrunroot=\"/run/containers/storage\"\ngraphroot=\"/run/containers/graph\"\n");

        // Another user's containers have one user alone: for more there would have to be newuidmap.
        box.Write("/etc/subuid", "");
        box.Write("/etc/subgid", "");
        await CtlAsync("ps");
    }

    private async Task StartDockerAsync()
    {
        await box.WriteUnitAsync("box-dockerd.service", $"""
            [Service]
            Environment=PATH={Environment.GetEnvironmentVariable("PATH")}
            ExecStart=/usr/bin/env dockerd -H unix://{DockerSocket} --iptables=false --ip6tables=false --storage-driver=vfs --data-root=/run/docker-data --exec-root=/run/docker-exec --pidfile=/run/dockerd.pid
            Delegate=yes
            KillMode=process
            """);
        await StartEngineAsync();
        await box.ExecAsync("sh", "-c", "tar c --files-from /dev/null | docker import - empty");
    }
}
