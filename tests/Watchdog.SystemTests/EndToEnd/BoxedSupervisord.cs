using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A real supervisord as a unit of a box, on a Unix socket and a port of its own, each with user name and password.</summary>
internal sealed class BoxedSupervisord(SystemdBox box, string name, int port)
{
    private string Config => $"/run/{name}.conf";

    /// <param name="programs">The [program:NAME] sections.</param>
    public async Task StartAsync(string programs)
    {
        Skip.IfNot(Shell.Has("supervisord"), "supervisord is not installed");
        box.Write(Config, $"""
            [unix_http_server]
            file=/run/{name}.sock
            username=me
            password=geheim
            [inet_http_server]
            port=127.0.0.1:{port}
            username=me
            password=geheim
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix:///run/{name}.sock
            username=me
            password=geheim
            [supervisord]
            nodaemon=true
            logfile=/run/{name}.log
            pidfile=/run/{name}.pid
            childlogdir=/run

            """ + programs);
        await box.WriteUnitAsync($"{name}.service", $"[Service]\nExecStart=/usr/bin/supervisord -n -c {Config}\nKillMode=mixed");
        await box.SystemctlAsync("start", $"{name}.service");
    }

    /// <summary>The manager of a service, as our configuration has it.</summary>
    public string Manager(string program, bool overTcp = false, string password = "geheim") =>
        $"\"supervisord\": {{ \"program\": \"{program}\", \"server\": \"{(overTcp ? $"http://127.0.0.1:{port}" : $"unix:///run/{name}.sock")}\", \"username\": \"me\", \"password\": \"{password}\" }}";

    /// <summary>A server of ours as a program.</summary>
    public static string Program(string program, int port, string lines = "") => $"""
        [program:{program}]
        command=/usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py {port} /run/{program}.control
        stopwaitsecs=2
        {lines}

        """;

    public Task StopAsync() => box.SystemctlAsync("stop", $"{name}.service");

    public Task<string> CtlAsync(params string[] arguments) => box.ExecAsync(["supervisorctl", "-c", Config, .. arguments]);

    public Task<string> PidAsync(string program) => CtlAsync("pid", program);

    /// <summary>supervisord's own word for its state.</summary>
    public async Task<string> StateAsync(string program) => (await box.TryExecAsync("supervisorctl", "-c", Config, "status", program)).Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
