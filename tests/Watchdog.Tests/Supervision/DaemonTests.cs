using Watchdog.Core;
using Watchdog.Tests.Support;
using Watchdog.Web;

namespace Watchdog.Tests.Supervision;

public sealed class DaemonTests
{
    private static readonly string s_both = $"{DaemonRig.Child("a")}, {DaemonRig.Child("b")}";

    public static TheoryData<string> Edits => ["rename", "write", "delete and create"];

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Edit_OfOneService_LeavesTheOthersLoopAndAllProcessesAlone(string how)
    {
        await using var rig = new DaemonRig($"{s_both}, {DaemonRig.Child("gone")}");
        await rig.WatchedAsync("a", "b", "gone");
        var (a, b, pid) = (rig["a"], rig["b"], rig.Pid("b"));
        Assert.True(b.TryPost(new Rearmed("a test")));
        await Eventually.TrueAsync(() => b.Keeper.State.RearmedAt is not null, "b is rearmed");
        var rearmed = b.Keeper.State.RearmedAt;

        Edit(rig.Path, how, DaemonRig.Text($"{DaemonRig.Child("a")}, {DaemonRig.Child("b", ", \"restart\": { \"startupGate\": \"1m\" }")}"));
        await Eventually.TrueAsync(() => rig.Daemon.Services.Loops is { Count: 2 } loops && loops["b"] != b, "b has another loop");
        await rig.WatchedAsync("a", "b");

        Assert.Same(a, rig["a"]);
        Assert.Equal(pid, rig.Pid("b"));
        Assert.Equal(rearmed, rig["b"].Keeper.State.RearmedAt);
        Assert.Equal(TimeSpan.FromMinutes(1), rig["b"].Keeper.Config.Policy.StartupGate);
    }

    [Fact]
    public async Task Edit_ThatIsBad_LeavesAllAsItWasAndIsToldInStatus()
    {
        await using var rig = new DaemonRig(s_both);
        await rig.WatchedAsync("a", "b");
        var loops = rig.Daemon.Services.Loops;
        var control = new DaemonControl(rig.Daemon, rig.Evidence, rig.Clock, "0");

        rig.Write("\"a\": { \"proces\": 1 }");
        await Eventually.TrueAsync(() => rig.Daemon.LastReload is not null, "the file is read again");

        Assert.Same(loops["a"], rig["a"]);
        Assert.Same(loops["b"], rig["b"]);
        Assert.Contains("proces", control.Status().Daemon!.ConfigError, StringComparison.Ordinal);
        Assert.False((await control.ReloadAsync(CancellationToken.None)).Done);
        rig.Write(s_both);
        Assert.True((await control.ReloadAsync(CancellationToken.None)).Done);
        Assert.Null(control.Status().Daemon!.ConfigError);
    }

    [Fact]
    public async Task Edit_OfHowLongTheJournalIsKept_IsTakenOver()
    {
        await using var rig = new DaemonRig(s_both);
        await rig.WatchedAsync("a", "b");
        var a = rig["a"];

        rig.Write(s_both, """, "journal": { "keepDays": 7 }""");
        await Eventually.TrueAsync(() => rig.JournalKept.KeepDays == 7, "the journal is kept for 7 days");

        Assert.Same(a, rig["a"]);
    }

    [Fact]
    public async Task Edit_OfTheFileBehindALink_IsSeen()
    {
        await using var rig = new DaemonRig(s_both, linkTo: "elsewhere");
        await rig.WatchedAsync("a", "b");

        rig.Write(DaemonRig.Child("a"));

        await rig.WatchedAsync("a");
    }

    [Fact]
    public async Task Reload_ManyAtOnce_AllAnswerAndTheEndAnswersThoseThatWait()
    {
        await using var rig = new DaemonRig(s_both);
        await rig.WatchedAsync("a", "b");
        var a = rig["a"];
        var reloads = Enumerable.Range(0, 50).Select(_ => rig.Daemon.ReloadAsync("a test", CancellationToken.None)).ToArray();
        for (var i = 0; i < 50; i++) rig.Daemon.TryReload("a signal");

        var outcomes = await Task.WhenAll(reloads).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(outcomes, outcome => Assert.Empty(outcome.Problems));
        Assert.Same(a, rig["a"]);

        reloads = [.. Enumerable.Range(0, 50).Select(_ => rig.Daemon.ReloadAsync("a test", CancellationToken.None))];
        await rig.StopAsync();
        await Task.WhenAll(reloads).WaitAsync(TimeSpan.FromSeconds(10));
        var late = await rig.Daemon.ReloadAsync("too late", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("stopping", Assert.Single(late.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledBeforeItBegan_EndsWithoutAnException()
    {
        var rig = new DaemonRig(s_both);
        await rig.StopAsync();

        await rig.DisposeAsync();
    }

    private static void Edit(string path, string how, string text)
    {
        switch (how)
        {
            case "rename":
                File.WriteAllText(path + ".new", text);
                File.Move(path + ".new", path, overwrite: true);
                break;
            case "write":
                File.WriteAllText(path, text);
                break;
            default:
                File.Delete(path);
                File.WriteAllText(path, text);
                break;
        }
    }
}
