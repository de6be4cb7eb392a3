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

    /// <summary>A unit; only the program is started from where the tests have it.</summary>
    public static string UnitText(string unit) => DeployFile.Text(unit).Replace("/usr/local/bin/watchdog", BoxedDaemon.Program, StringComparison.Ordinal);

    /// <summary>
    /// The same for <c>install --as-root</c>, without the two lines that a box cannot have: systemd cannot mount over its /proc and control groups, and then
    /// leaves out the whole mount namespace, with all that the other lines ask of it.
    /// </summary>
    public static string RootUnitText(string unit, bool confined) => RootUnit.Text(DeployFile.Text(unit), confined)
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
