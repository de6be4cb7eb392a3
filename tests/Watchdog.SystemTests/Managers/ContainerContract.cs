using Watchdog.Config;
using Watchdog.Managers.Containers;
using Watchdog.Managers.Driven;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>With an engine in a box, one for all tests of a class, and a container for each.</summary>
public abstract class ContainerContract : DrivenContract
{
    private static int s_count;

    private readonly SystemdBox _box;
    private readonly BoxedContainers _containers;
    private readonly ContainerConfig _config;
    private bool _created;

    /// <param name="box">Of the class.</param>
    /// <param name="engine">Whose containers they are.</param>
    protected ContainerContract(SystemdBox box, ContainerEngine engine)
        : base("python3")
    {
        _box = box;
        _config = new ContainerConfig(engine, $"contract-{Interlocked.Increment(ref s_count)}");
        _containers = new BoxedContainers(box, _config.Key);
    }

    private protected override IDriver Driver => By(_config.Key);

    /// <summary>Through another program, by name in our folder.</summary>
    private protected ContainerDriver By(string program) => new(_config, TimeProvider.System, Path.Combine(Folder, program));

    private protected override async Task PrepareAsync()
    {
        _box.Require();
        await _containers.StartAsync();
        foreach (var name in new[] { _config.Key, "another" }) WriteScript(name, _containers.OutHere);
        await _containers.CreateAsync(_config.Container, ["--network", "host", "--restart", "always"], ["/usr/bin/sleep", "86400"]);
        _created = true;
    }

    private protected override Task CleanUpAsync() => _created ? _containers.CtlAsync("rm", "-f", _config.Container) : Task.CompletedTask;

    protected override Task StopByHandAsync() => _containers.CtlAsync("stop", _config.Container);

    protected override Task StartByHandAsync() => _containers.CtlAsync("start", _config.Container);
}
