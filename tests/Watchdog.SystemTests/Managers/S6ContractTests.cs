using Watchdog.Config;
using Watchdog.Managers.Driven;
using Watchdog.Managers.S6;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

public sealed class S6ContractTests() : DrivenContract("s6-svscan", "s6-svc", "s6-svstat")
{
    private string Service => Path.Combine(Folder, "services", "web");

    private protected override IDriver Driver => new S6Driver(new S6Config(Service), TimeProvider.System);

    private protected override IDriver DriverOfNoManager => new S6Driver(new S6Config(Folder), TimeProvider.System);

    private protected override async Task PrepareAsync()
    {
        WriteScript("services/web/run", "#!/bin/sh\nexec sleep 86400\n");
        StartManager("s6-svscan", Path.Combine(Folder, "services"));
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Service, "supervise", "control")), "s6-supervise");
    }

    private protected override async Task CleanUpAsync() => await Shell.RunAsync(["s6-svscanctl", "-t", Path.Combine(Folder, "services")]);

    protected override async Task StopByHandAsync() => (await Shell.RunAsync(["s6-svc", "-wd", "-T", "10000", "-d", Service])).Ok();

    protected override async Task StartByHandAsync() => (await Shell.RunAsync(["s6-svc", "-wu", "-T", "10000", "-u", Service])).Ok();
}
