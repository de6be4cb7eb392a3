using Watchdog.Cli.Install;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The rounds of <c>watchdog install --timer</c>, hardened and as their own user, and root in a shell beside them.</summary>
public sealed class InstalledTimerTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    [SkippableFact]
    public async Task Rearm_ByRootAfterAStorm_IsFoundByTheNextRoundAndLeavesItsUsersFilesAlone()
    {
        box.RequirePolkit();
        await using var folders = BoxedDaemon.Installed(box);       // never started: the rounds share its folders
        var web = new Watched("rounds", 9471) { Budget = 1 };
        await box.AddUserAsync();
        box.Grant(web.Unit);
        foreach (var unit in (string[])[Layout.CheckUnit, Layout.TimerUnit])
        {
            box.Write(Layout.OfSystem.UnitFile(unit), InstalledParts.UnitText(unit));
        }

        folders.Configure(web);
        await box.ServeAsync(folders, web);
        await RoundAsync();

        // A budget of one: the second wedge is a storm.
        await box.FreezeAsync(folders, web.Unit);
        await RoundAsync();
        await box.ListeningAsync(web.Port);
        await RoundAsync();
        await box.FreezeAsync(folders, web.Unit);
        await RoundAsync();
        Assert.Contains("holding (storm)", (await ShellAsync("root", "status")).Ok(), StringComparison.Ordinal);
        Assert.Single(folders.Decisions<Restart>(web.Name));

        // A round by hand would be root's; the sentence names the unit whose it is.
        var refused = await ShellAsync("root", "check");
        Assert.Equal((3, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("(systemctl start service-watchdog-check, ", refused.Error, StringComparison.Ordinal);

        // After a reboot the runtime folder is not there until the first round.
        await box.ExecAsync("rm", "-rf", "/run/service-watchdog");
        Assert.Contains("its budget is whole again", (await ShellAsync("root", "rearm", web.Name)).Ok(), StringComparison.Ordinal);
        Assert.Equal("", await StrangersAsync());

        await RoundAsync();
        Assert.Equal(2, folders.Decisions<Restart>(web.Name).Count);
        Assert.Equal("", await StrangersAsync());

        // The user itself, whose home is the state folder, is led to it as well.
        await box.ListeningAsync(web.Port);
        (await ShellAsync("service-watchdog", "rearm", web.Name)).Ok();
        Assert.Equal(0, (await ShellAsync("service-watchdog", "check")).ExitCode);
        Assert.Equal(2, folders.Inputs<Rearmed>(web.Name).Count);
        Assert.Equal("", await box.ExecAsync("find", folders.StateFolder, "-name", ".*"));
    }

    /// <summary>Nobody's environment tells the folders in a shell.</summary>
    private Task<Ran> ShellAsync(string user, params string[] arguments) =>
        box.TryExecAsync(["runuser", "-u", user, "--", "env", "-u", "STATE_DIRECTORY", "-u", "RUNTIME_DIRECTORY", .. BoxedDaemon.Program.Split(' '), .. arguments]);

    private Task<string> RoundAsync() => box.SystemctlAsync("start", Layout.CheckUnit);

    /// <summary>What in the rounds' folders is not their user's, or is anybody else's to read.</summary>
    private Task<string> StrangersAsync() => box.ExecAsync(
        "find", $"/var/lib/{Directories.Name}", $"/run/{Directories.Name}", "-mindepth", "1",
        "(", "!", "-user", Directories.Name, "-o", "!", "-group", Directories.Name, "-o", "-perm", "/077", ")");
}
