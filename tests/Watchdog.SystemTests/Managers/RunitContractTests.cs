using Watchdog.Config;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Runit;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

public sealed class RunitContractTests() : DrivenContract("runsvdir", "sv")
{
    private string Service => Path.Combine(Folder, "services", "web");

    private protected override IDriver Driver => new RunitDriver(new RunitConfig(Service), TimeProvider.System);

    private protected override IDriver DriverOfNoManager => new RunitDriver(new RunitConfig(Folder), TimeProvider.System);

    private protected override async Task PrepareAsync()
    {
        WriteScript("services/web/run", "#!/bin/sh\nexec sleep 86400\n");
        StartManager("runsvdir", Path.Combine(Folder, "services"));
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Service, "supervise", "ok")), "runsv");
    }

    private protected override async Task CleanUpAsync() => await Shell.RunAsync(["sv", "-w", "5", "force-shutdown", Service]);

    protected override async Task StopByHandAsync() => (await Shell.RunAsync(["sv", "stop", Service])).Ok();

    protected override async Task StartByHandAsync() => (await Shell.RunAsync(["sv", "start", Service])).Ok();
}
