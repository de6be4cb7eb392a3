using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Driven;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

public sealed class PodmanContractTests(SystemdBox box) : ContainerContract(box, ContainerEngine.Podman), IClassFixture<SystemdBox>
{
    /// <summary>It has no daemon: where it is installed, it is there.</summary>
    private protected override IDriver DriverOfNoManager => By("no-podman");

    /// <summary>Each user has containers of his own, and is not told of others'.</summary>
    protected override (RestartResult Result, string Code) Refusal => (RestartResult.Refused, "no-such-unit");

    private protected override Task<RestartOutcome> RestartAsNobodyAsync(UnitStatus before) => By("another").RestartAsync(Orders.RestartIfHung(before), before, CancellationToken.None);
}
