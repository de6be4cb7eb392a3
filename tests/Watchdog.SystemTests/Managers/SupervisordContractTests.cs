using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Supervisord;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

public sealed class SupervisordContractTests() : DrivenContract("supervisord", "supervisorctl")
{
    private readonly List<SupervisordClient> _clients = [];

    private string Settings => Path.Combine(Folder, "supervisord.conf");

    private SupervisordConfig Config => new("web") { Server = $"unix://{Folder}/supervisor.sock", Username = "watchdog", Password = "secret" };

    private protected override IDriver Driver => Of(Config);

    private protected override IDriver DriverOfNoManager => Of(Config with { Server = $"unix://{Folder}/nobody.sock" });

    public override async Task DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await base.DisposeAsync();
    }

    private protected override async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(Settings, $"""
            [unix_http_server]
            file={Folder}/supervisor.sock
            username=watchdog
            password=secret
            [supervisord]
            nodaemon=true
            user=root
            logfile=/dev/null
            logfile_maxbytes=0
            pidfile={Folder}/supervisord.pid
            childlogdir={Folder}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix://{Folder}/supervisor.sock
            username=watchdog
            password=secret
            [program:web]
            command=/usr/bin/sleep 86400
            stopwaitsecs=1
            """);
        StartManager("supervisord", "-c", Settings);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Folder, "supervisor.sock")), "supervisord");
    }

    protected override async Task StopByHandAsync() => (await Shell.RunAsync(["supervisorctl", "-c", Settings, "stop", "web"])).Ok();

    protected override async Task StartByHandAsync() => (await Shell.RunAsync(["supervisorctl", "-c", Settings, "start", "web"])).Ok();

    /// <summary>By one who does not know the password.</summary>
    private protected override Task<RestartOutcome> RestartAsNobodyAsync(UnitStatus before) =>
        Of(Config with { Username = null, Password = null }).RestartAsync(Orders.RestartIfHung(before), before, CancellationToken.None);

    private SupervisordDriver Of(SupervisordConfig config)
    {
        var client = new SupervisordClient(config, TimeProvider.System);
        _clients.Add(client);
        return new SupervisordDriver(config, client, TimeProvider.System);
    }
}
