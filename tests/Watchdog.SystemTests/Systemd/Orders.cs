using Watchdog.Core;

namespace Watchdog.SystemTests.Systemd;

internal static class Orders
{
    public static Restart RestartIfHung(UnitStatus status) => new(1, Intent.RestartIfHung, new Reason("test", "")) { Instance = status.Instance };

    public static Restart EnsureUp(UnitStatus status) => new(1, Intent.EnsureUp, new Reason("test", "")) { Instance = status.Instance };
}
