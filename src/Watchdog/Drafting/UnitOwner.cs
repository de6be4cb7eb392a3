using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>Whose unit a control group is.</summary>
/// <param name="Unit">With its suffix.</param>
/// <param name="User">Whose manager keeps it; null for the system's.</param>
internal readonly record struct UnitOwner(string Unit, uint? User)
{
    private const string Manager = "user@";
    private const string Suffix = ".service";

    /// <param name="cgroup"><c>/user.slice/user-1000.slice/user@1000.service/app.slice/web.service</c></param>
    /// <returns>Null for a group that is no unit's.</returns>
    public static UnitOwner? Of(string cgroup)
    {
        if (CgroupPath.UnitOf(cgroup) is not { } unit) return null;
        foreach (var part in cgroup.Split('/'))
        {
            if (part != unit && part.StartsWith(Manager, StringComparison.Ordinal) && part.EndsWith(Suffix, StringComparison.Ordinal)
                && uint.TryParse(part.AsSpan()[Manager.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
            {
                return new UnitOwner(unit, user);
            }
        }

        return new UnitOwner(unit, null);
    }
}
