using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class SystemdManagerTests
{
    [Fact]
    public async Task LookAsync_NobodyAtTheAddress_SaysSoAtOnce()
    {
        using var manager = new SystemdManager(
            new BusOptions(SystemdScope.System, "unix:path=/nonexistent/bus"), TimeProvider.System, NullLogger.Instance);
        var unit = manager.Unit("a.service");

        var look = await unit.LookAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(4));
        var outcome = await unit.ActAsync(new Restart(1, Intent.RestartIfHung, default) { Instance = "x" }, CancellationToken.None);

        Assert.Null(look.Status);
        Assert.Equal(LibSystemd.IsPresent ? "bus-unreachable" : "systemd-absent", look.Unseen.Code);
        Assert.Equal((RestartResult.Unreachable, look.Unseen), (outcome.Result, outcome.Reason));
    }

    [Fact]
    public async Task Dispose_WhileNobodyAnswers_EndsAtOnce()
    {
        var manager = new SystemdManager(
            new BusOptions(SystemdScope.User, "unix:path=/nonexistent/bus"), TimeProvider.System, NullLogger.Instance);
        var unit = manager.Unit("a.service");
        await unit.LookAsync(CancellationToken.None);

        var began = TimeProvider.System.GetTimestamp();
        manager.Dispose();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Null((await unit.LookAsync(CancellationToken.None)).Status);
    }
}
