using Watchdog.Journal;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>State that another user keeps, as with the installed unit, or a daemon that does not answer.</summary>
public sealed class StateFolderTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly BuiltProgram _watchdog = new();

    public StateFolderTests() => _watchdog.Services("\"mac\": { \"launchd\": { \"target\": \"gui/501/com.example.mac\" } }");

    public void Dispose() => _watchdog.Dispose();

    [SkippableFact]
    public async Task Rearm_ByRootOnTheStateOfAnother_WorksAndLeavesAllOfItToThatUser()
    {
        await GiveToNobodyAsync();

        var rearmed = await _watchdog.RunAsync("rearm", "mac");

        Assert.Equal((0, ""), (rearmed.Code, rearmed.Error));
        Assert.All(Directory.GetFileSystemEntries(_watchdog.State, "*", SearchOption.AllDirectories), path => Assert.Equal(Nobody, Libc.OwnerOf(path)));
        Assert.Contains("rearmed by watchdog rearm", (await AsNobodyAsync("why", "mac")).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await AsNobodyAsync("check")).Code);       // launchd cannot be asked; the state can be used
    }

    [SkippableFact]
    public async Task Rearm_ByRootWhereTheOwnerSetALink_GoesNoFurtherThanTheOwner()
    {
        await GiveToNobodyAsync();
        var target = Path.Combine(_watchdog.Folder, "roots");
        Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await _watchdog.ShellAsync("rm -r s/journal && ln -s \"$PWD/roots\" s/journal && chown -h nobody s/journal");

        Assert.Equal(1, (await _watchdog.RunAsync("rearm", "mac")).Code);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [SkippableFact]
    public async Task Check_ByRootOnTheStateOfAnother_SaysAsWhomItIsDoneAndNotToTakeTheFolder()
    {
        await GiveToNobodyAsync();

        var refused = await _watchdog.RunAsync("check", "mac");

        refused.Says(3, "belongs to user ");
        Assert.Matches("start the daemon, or run `sudo -u (nobody|'#65534') watchdog check mac` \\(systemctl start service-watchdog-check, where that is installed\\)\n$", refused.Error);
        Assert.DoesNotContain("chown", refused.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Evidence_ByRootOnTheStateOfAnother_SaysAsWhomItIsTakenAndWritesNothing()
    {
        await GiveToNobodyAsync();

        var refused = await _watchdog.RunAsync("evidence", "mac");

        refused.Says(3, "belongs to user ");
        Assert.Matches("start the daemon, or run `sudo -u (nobody|'#65534') watchdog evidence mac`\n$", refused.Error);
        Assert.All(Directory.GetFileSystemEntries(_watchdog.State, "*", SearchOption.AllDirectories), path => Assert.Equal(Nobody, Libc.OwnerOf(path)));
        Assert.Equal(0, (await AsNobodyAsync("evidence", "mac")).Code);
    }

    [SkippableTheory]
    [InlineData("status")]
    [InlineData("why", "mac")]
    [InlineData("history")]
    [InlineData("reload")]
    public async Task Looking_WhereTheStateCannotBeRead_SaysSo(params string[] arguments)
    {
        await GiveToNobodyAsync();
        await _watchdog.ShellAsync("chown -R 0:0 s");

        (await AsNobodyAsync(arguments)).Says(3, "cannot be read by us; run this with sudo, or as user 0");
    }

    [SkippableFact]
    public async Task Rearm_ByAUserOnTheStateOfAnother_SaysWhoseItIs()
    {
        await GiveToNobodyAsync();
        await _watchdog.ShellAsync("chown -R 0:0 s");

        (await AsNobodyAsync("rearm", "mac")).Says(1, "belongs to user 0: run this with sudo");
    }

    [Fact]
    public async Task StatusAndReload_DaemonThatHoldsTheLockAndHasNoSocket_SayThatItDoesNotAnswer()
    {
        var ran = await _watchdog.ShellAsync("""
            "$WATCHDOG" run 2>log &
            until [ -S r/control.sock ]; do sleep 0.05; done
            rm r/control.sock
            "$WATCHDOG" status; echo "status $?"
            "$WATCHDOG" reload; echo "reload $?"
            kill -9 $!; wait $!
            "$WATCHDOG" status; echo "status $?"
            """);

        Assert.Matches("(?s)^watchdog run, PID [0-9]+, since .*, does not answer: .*\nstatus 3\nreload 3\nno daemon runs: .*\nstatus 0\n$", ran.Output);
        Assert.Matches("^watchdog reload: watchdog run, PID [0-9]+, since .*, does not answer on .*control.sock; `kill -HUP [0-9]+` does the same\n", ran.Error);
    }

    private async Task GiveToNobodyAsync()
    {
        Skip.IfNot(Libc.UserId == 0, "only root can give files away and become another");
        await _watchdog.RunAsync("check");
        var given = await _watchdog.ShellAsync("chmod 755 . && chown -R 65534:65534 s r && test -d s/journal");
        Assert.Equal(0, given.Code);
    }

    private Task<Ran> AsNobodyAsync(params string[] arguments) =>
        _watchdog.ShellAsync("exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$WATCHDOG\" \"$@\"", arguments);
}
