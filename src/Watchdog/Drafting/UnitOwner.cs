using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>Whose unit a control group is.</summary>
/// <param name="Unit">With its suffix.</param>
/// <param name="User">Whose manager keeps it; null for the system's.</param>
internal readonly record struct UnitOwner(string Unit, uint? User)
{
    /// <param name="cgroup"><c>/user.slice/user-1000.slice/user@1000.service/app.slice/web.service</c></param>
    /// <returns>Null for a group that is no unit's.</returns>
    public static UnitOwner? Of(string cgroup) => CgroupPath.UnitOf(cgroup) is { } unit ? new UnitOwner(unit, CgroupPath.UserManagerOf(cgroup)?.User) : null;
}
