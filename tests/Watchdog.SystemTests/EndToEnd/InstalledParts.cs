using Watchdog.Cli.Install;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What <c>watchdog install</c> puts on a machine, part by part.</summary>
internal static class InstalledParts
{
    public static void RequirePolkit(this SystemdBox box)
    {
        box.Require();
        Skip.IfNot(File.Exists("/usr/lib/polkit-1/polkitd"), "polkit is not installed");
    }

    /// <summary>
    /// A unit; the program is started from where the tests have it, and two lines are left out that a box cannot have on every machine: where systemd cannot mount
    /// over its /proc and control groups, it leaves out the whole mount namespace, with all that the other lines ask of it.
    /// </summary>
    public static string UnitText(string unit) => InBox(DeployFile.Text(unit));

    /// <summary>The same for <c>install --as-root</c>.</summary>
    public static string RootUnitText(string unit, bool confined) => InBox(RootUnit.Text(DeployFile.Text(unit), confined));

    private static string InBox(string text) => text
        .Replace("/usr/local/bin/watchdog", BoxedDaemon.Program, StringComparison.Ordinal)
        .Replace("ProtectKernelTunables=yes\n", "", StringComparison.Ordinal)
        .Replace("ProtectControlGroups=yes\n", "", StringComparison.Ordinal);

    public static async Task AddUserAsync(this SystemdBox box)
    {
        box.Write(Layout.SysusersFile, DeployFile.Text("service-watchdog.sysusers.conf"));
        await box.ExecAsync("systemd-sysusers");
    }

    /// <summary>The polkit rule for one unit.</summary>
    public static void Grant(this SystemdBox box, string unit)
    {
        Assert.True(PolkitRule.TryWrite([unit], out var rule, out _));
        box.Write(Layout.PolkitRuleFile, rule);
    }
}
