using Watchdog.Config;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Launchd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>With the stand-in: there is no launchd here.</summary>
public sealed class LaunchdContractTests() : DrivenContract("python3")
{
    private const string Target = "system/com.example.web";

    private string Launchctl => Path.Combine(Folder, "launchctl");

    private string Plist => Path.Combine(Folder, "com.example.web.plist");

    private protected override IDriver Driver => new LaunchdDriver(new LaunchdConfig(Target), TimeProvider.System, Launchctl);

    private protected override IDriver DriverOfNoManager => new LaunchdDriver(new LaunchdConfig(Target), TimeProvider.System, Path.Combine(Folder, "no-launchctl"));

    private protected override async Task PrepareAsync()
    {
        WriteScript("launchctl", await File.ReadAllTextAsync(StandIn.Path));
        await File.WriteAllTextAsync(Plist, StandIn.Plist("com.example.web", throttle: 1, "/usr/bin/sleep", "86400"));
        StartManager("python3", Launchctl, "serve");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Folder, "launchd.sock")), "the stand-in");
        await StartByHandAsync();
    }

    protected override async Task StopByHandAsync() => (await Shell.RunAsync([Launchctl, "bootout", Target])).Ok();

    protected override async Task StartByHandAsync() => (await Shell.RunAsync([Launchctl, "bootstrap", "system", Plist])).Ok();
}
