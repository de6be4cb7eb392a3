using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>Children of ours: who takes the service out of the configuration is who stops it by hand.</summary>
public sealed class ProcessContractTests : ManagerContract
{
    private const string Service = "web";
    private static readonly ProcessConfig s_config = new(["/usr/bin/sleep", "86400"], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-process-").FullName;
    private readonly ChildManager _manager;
    private ChildUnit _unit;

    public ProcessContractTests()
    {
        _manager = Open(_folder);
        _unit = _manager.Unit(Service, s_config);
    }

    internal override IManagedUnit Unit => _unit;

    /// <summary>Without a daemon.</summary>
    internal override IManagedUnit OfNoManager { get; } = new UnsupportedUnit(Service, "no daemon runs");

    protected override bool RestartsByItself => false;

    public override Task InitializeAsync() => StartAsync();

    public override async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task StopByHandAsync() => _manager.RemoveAsync(Service);

    protected override Task StartByHandAsync()
    {
        _unit = _manager.Unit(Service, s_config);
        return StartAsync();
    }

    /// <summary>As the judgement orders it.</summary>
    private Task<RestartOutcome> StartAsync() => _unit.ActAsync(Orders.EnsureUp(new UnitStatus { State = UnitState.Failed }), CancellationToken.None);

    private static ChildManager Open(string folder) => new(ChildOptions.In(folder) with { StopTimeout = TimeSpan.FromSeconds(2) }, TimeProvider.System, NullLogger.Instance);
}
