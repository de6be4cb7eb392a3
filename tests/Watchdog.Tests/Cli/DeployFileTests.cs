using System.Globalization;
using System.Text.RegularExpressions;
using Watchdog.Cli.Install;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

public sealed partial class DeployFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-units-").FullName;
    private readonly ProcessRunner _runner = new(TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Units_VerifiedBySystemd_HaveNoComplaint(bool user)
    {
        NeedsAnalyze();
        var layout = user ? Layout.OfUser(_folder, _ => null) : Layout.OfSystem;
        string[] units = [Layout.DaemonUnit, Layout.CheckUnit, Layout.TimerUnit];
        foreach (var unit in units)
        {
            // The program need not be installed where the tests run.
            var text = Program().Replace(DeployFile.Text(layout.Resource(unit)), "ExecStart=/bin/true ");
            await File.WriteAllTextAsync(Path.Combine(_folder, unit), text);
        }

        string[] scope = user ? ["--user"] : [];
        // --user has no manager to ask and needs no more than a folder of its own.
        var result = await _runner.RunAsync(
            "env",
            [$"XDG_RUNTIME_DIR={_folder}", "systemd-analyze", .. scope, "--man=no", "verify", .. units.Select(unit => Path.Combine(_folder, unit))],
            TimeSpan.FromSeconds(60),
            CancellationToken.None);
        var said = result.Output + result.Error;
        Assert.True(result.Succeeded, said);
        Assert.DoesNotContain("service-watchdog", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Layout.DaemonUnit)]
    [InlineData(Layout.CheckUnit)]
    public async Task SystemUnits_Exposure_IsTwoOrBetter(string unit)
    {
        NeedsAnalyze();
        var file = Path.Combine(_folder, unit);
        await File.WriteAllTextAsync(file, DeployFile.Text(unit));
        var result = await _runner.RunAsync(
            "systemd-analyze", ["security", "--offline=true", "--no-pager", file], TimeSpan.FromSeconds(60), CancellationToken.None);
        var level = Exposure().Match(result.Output);
        Assert.True(level.Success, result.Output + result.Error);
        Assert.InRange(double.Parse(level.Groups[1].Value, CultureInfo.InvariantCulture), 0, 2.0);
    }

    /// <summary>The README quotes both.</summary>
    [SkippableTheory]
    [InlineData(false, 1.8)]
    [InlineData(true, 2.6)]
    public async Task SystemDaemon_WithAndWithoutStacks_HasTheExposureOfTheReadme(bool stacks, double most)
    {
        NeedsAnalyze();
        var file = Path.Combine(_folder, Layout.DaemonUnit);
        await File.WriteAllTextAsync(file, DeployFile.Text(Layout.DaemonUnit));
        if (stacks) await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(file + ".d").FullName, "stacks.conf"), DeployFile.Text("stacks.conf"));

        var result = await _runner.RunAsync(
            "systemd-analyze", ["security", "--offline=true", "--no-pager", file], TimeSpan.FromSeconds(60), CancellationToken.None);

        // Other versions of systemd weigh a little differently.
        var level = double.Parse(Exposure().Match(result.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(level, most - 0.3, most + 0.3);
        Assert.Equal(stacks, result.Output.Contains("Service has ptrace() debugging abilities", StringComparison.Ordinal));
        Assert.Contains("Service has no administrator privileges", result.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Layout.DaemonUnit, true)]
    [InlineData(Layout.CheckUnit, true)]
    [InlineData(Layout.DaemonUnit, false)]
    [InlineData(Layout.CheckUnit, false)]
    public async Task RootUnits_VerifiedBySystemd_HaveNoComplaint(string unit, bool confined)
    {
        NeedsAnalyze();
        var file = Path.Combine(_folder, unit);
        await File.WriteAllTextAsync(file, Program().Replace(RootUnit.Text(DeployFile.Text(unit), confined), "ExecStart=/bin/true "));
        var result = await _runner.RunAsync("systemd-analyze", ["--man=no", "verify", file], TimeSpan.FromSeconds(60), CancellationToken.None);
        var said = result.Output + result.Error;
        Assert.True(result.Succeeded, said);
        Assert.DoesNotContain("service-watchdog", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Layout.DaemonUnit)]
    [InlineData(Layout.CheckUnit)]
    public void RootUnits_BesideThoseOfTheUser_DifferInWhatRootNeedsOnly(string unit)
    {
        var user = Settings(DeployFile.Text(unit));
        var confined = Settings(RootUnit.Text(DeployFile.Text(unit), confined: true));
        var open = Settings(RootUnit.Text(DeployFile.Text(unit), confined: false));

        Assert.Equal(
            ["CapabilityBoundingSet=", "PrivateTmp=yes", "ProtectHome=yes", "ProtectSystem=strict", "SupplementaryGroups=systemd-journal", "User=service-watchdog"], user.Except(confined).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["CapabilityBoundingSet=CAP_KILL CAP_DAC_OVERRIDE CAP_SYS_PTRACE", "PrivateTmp=no", "ProtectHome=read-only", "ProtectSystem=yes", "User=root"], confined.Except(user).Order(StringComparer.Ordinal));
        Assert.Equal(["Delegate=yes", "KillMode=process", "UMask=0022", "User=root"], open.Except(user).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(open, line => line.StartsWith("Protect", StringComparison.Ordinal) || line.StartsWith("System", StringComparison.Ordinal));
        Assert.False(RootUnit.IsOne(DeployFile.Text(unit)));
        Assert.True(RootUnit.IsOne(RootUnit.Text(DeployFile.Text(unit), confined: true)));
    }

    [Fact]
    public void CheckUnits_Sandbox_IsThatOfTheDaemon()
    {
        Assert.Equal(Sandbox("service-watchdog.service"), Sandbox("service-watchdog-check.service"));
        Assert.Equal(Sandbox("service-watchdog.user.service"), Sandbox("service-watchdog-check.user.service"));
    }

    [Fact]
    public void SystemDaemon_WhatItMustKeep_IsKept()
    {
        var lines = DeployFile.Text("service-watchdog.service").Split('\n');
        Assert.Contains("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("ProtectProc", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("ProcSubset", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("DynamicUser", StringComparison.Ordinal));
    }

    [Fact]
    public void Program_OfEachScope_IsWhereTheLayoutPutsIt()
    {
        Assert.Contains($"ExecStart={Layout.OfSystem.Program} run", DeployFile.Text("service-watchdog.service"), StringComparison.Ordinal);
        Assert.Contains(
            $"ExecStart={Layout.OfUser("%h", _ => null).Program} run", DeployFile.Text("service-watchdog.user.service"), StringComparison.Ordinal);
    }

    private static string[] Settings(string unit) => [.. unit.Split('\n').Where(line => line.Contains('=') && line[0] != '#')];

    private static void NeedsAnalyze() =>
        Skip.IfNot(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not here (Debian package systemd)");

    private static IEnumerable<string> Sandbox(string file)
    {
        string[] own = ["Type=", "Exec", "Restart=", "RestartSec=", "Timeout", "Watchdog", "KillMode=", "SuccessExitStatus=", "Environment="];
        var service = DeployFile.Text(file).Split("[Service]")[1].Split("[Install]")[0];
        return service.Split('\n').Where(line => line.Contains('=') && line[0] != '#' && !own.Any(line.StartsWith)).Order();
    }

    [GeneratedRegex("(?m)^ExecStart=[^ ]+ ")]
    private static partial Regex Program();

    [GeneratedRegex(@"exposure level for [^:]+: (\d+\.\d+)")]
    private static partial Regex Exposure();
}
