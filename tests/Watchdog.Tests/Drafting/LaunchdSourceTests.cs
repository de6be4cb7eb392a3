using Watchdog.Drafting;
using Watchdog.Kernel;

namespace Watchdog.Tests.Drafting;

public sealed class LaunchdSourceTests
{
    private static readonly (int, int, string)[] s_processes =
        [(1, 0, "launchd"), (11, 1, "sh"), (12, 11, "python3"), (21, 1, "rapportd"), (22, 1, "ControlCenter"), (31, 1, "Terminal"), (32, 31, "node"), (41, 1, "nginx"), (51, 1, "watchdog"), (61, 1, "loose"), (71, 1, "web2")];

    private static readonly Dictionary<string, string> s_launchd = new()
    {
        ["gui/501"] = Domain("gui/501", (11, "com.example.web"), (21, "com.apple.rapportd"), (22, "com.apple.controlcenter"), (31, "application.com.apple.Terminal.1.2"), (51, "com.example.service-watchdog"), (0, "com.example.down"), (71, "com.example.web 2")),
        ["system"] = Domain("system", (41, "homebrew.mxcl.nginx"), (0, "com.apple.rpmuxd")),
        ["gui/501/com.example.web"] = Job("gui/501/com.example.web", "running", 11, "/Users/me/Library/LaunchAgents/com.example.web.plist"),
        ["gui/501/com.example.down"] = Job("gui/501/com.example.down", "not running", 0, "(submitted by launchctl.7)"),
        ["system/homebrew.mxcl.nginx"] = Job("system/homebrew.mxcl.nginx", "running", 41, "/Library/LaunchDaemons/homebrew.mxcl.nginx.plist"),
    };

    [Fact]
    public async Task Find_AsUser_DraftsOwnJobsAndSaysWhatIsOthers()
    {
        var look = await FindAsync(501, null, Port(8080, 12), Port(80, 41), Port(7000, 22), Port(49152, 21), Port(3000, 32), Port(22, 1), Port(8181, 51), Port(9999, 61), Port(8082, 71));

        var web = Assert.Single(look.Services);
        Assert.Equal(("com.example.web", "launchd", "{ \"target\": \"gui/501/com.example.web\" }"), (web.Unit, web.Manager.Key, web.Manager.Json));
        Assert.Equal(("sh", 8080), (web.Program, Assert.Single(web.Ports).Port));
        Assert.Equal("The job that is restarted, of your own launchd.", web.Manager.Comment);
        Assert.Contains("With \"bootstrap\": \"/Users/me/Library/LaunchAgents/com.example.web.plist\" here too", web.Manager.Hint, StringComparison.Ordinal);
        Assert.Equal(
            [
                "gui/501/com.example.web 2 (127.0.0.1:8082): its label has other characters than letters, digits and . _ -, which no configuration of ours may name",
                "system/homebrew.mxcl.nginx (127.0.0.1:80): it belongs to the system's launchd, which lets only root restart it: `sudo watchdog init` drafts it, or `watchdog init --unit homebrew.mxcl.nginx` here",
                "apps (127.0.0.1:3000): they, and what was started by hand in one, are started and ended by people: make a job of what is to be kept",
                "jobs of Apple (127.0.0.1:7000, 127.0.0.1:49152): they are parts of macOS, which keeps them",
                "the watchdog (127.0.0.1:8181): this is the watchdog itself",
                "launchd (127.0.0.1:22): it listens there itself for a job that it starts when somebody connects",
            ],
            look.LeftOut.Select(left => left.ToString()));
        Assert.Equal([9999], look.Unclaimed.Select(port => port.Port));
    }

    [Fact]
    public async Task Find_AsRoot_IsTheSystems()
    {
        var look = await FindAsync(0, null, Port(80, 41), Port(8080, 12));

        var nginx = Assert.Single(look.Services);
        Assert.Equal(("{ \"target\": \"system/homebrew.mxcl.nginx\" }", "The job that is restarted, of the system's launchd."), (nginx.Manager.Json, nginx.Manager.Comment));
        Assert.Equal([8080], look.Unclaimed.Select(port => port.Port));
    }

    [Theory]
    [InlineData("homebrew.mxcl.nginx")]
    [InlineData("system/homebrew.mxcl.nginx")]
    [InlineData("homebrew.*")]
    public async Task Find_SystemsJobNamedByUser_IsDraftedWithWhatItTakes(string only)
    {
        var look = await FindAsync(501, only, Port(80, 41), Port(8080, 12));

        Assert.Equal("The job that is restarted, of the system's launchd: that takes a daemon of root's.", Assert.Single(look.Services).Manager.Comment);
        Assert.Equal([8080], look.Unclaimed.Select(port => port.Port));
    }

    [Fact]
    public async Task Find_NamedJobThatDoesNotRunOrIsNot_IsSaid()
    {
        var down = await FindAsync(501, "com.example.down");
        var none = await FindAsync(501, "com.example.wep");

        Assert.Equal("gui/501/com.example.down: it does not run: launchd says not running, never exited", Assert.Single(down.LeftOut).ToString());
        Assert.Empty(none.Services);
        Assert.Equal(["com.example.web", "com.example.down", "com.example.web 2", "homebrew.mxcl.nginx"], none.Names.ToArray());
    }

    [Fact]
    public async Task Find_LaunchctlHangsOrPrintsAnotherThing_IsSaid()
    {
        var look = await FindAsync(501, null, target => target switch
        {
            "gui/501" => new ProcessResult(null, "", "launchctl did not end within 10 s and was killed."),
            "user/501" => new ProcessResult(0, "domains now come as JSON", ""),
            _ => new ProcessResult(0, s_launchd["system"][..^40], ""),
        }, Port(80, 41));

        Assert.Equal(
            [
                "jobs of gui/501: launchctl did not end within 10 s and was killed.",
                "jobs of user/501: launchctl print user/501 shows no jobs in a form that is known: domains now come as JSON",
                "jobs of system: there are more of them than could be read",
            ],
            look.LeftOut.Take(3).Select(left => left.ToString()));
    }

    [Fact]
    public async Task Find_NoLaunchdHere_LeavesEverythingToOthers()
    {
        var look = await FindAsync(501, null, _ => new ProcessResult(null, "", "") { IsMissing = true }, Port(80, 41));

        Assert.Single(look.Unclaimed);
        Assert.Empty(look.LeftOut);
    }

    [Fact]
    public async Task Find_JobIsGoneMeanwhile_IsSaid()
    {
        var look = await FindAsync(0, null, target => target == "system" ? new ProcessResult(0, s_launchd["system"], "") : new ProcessResult(113, "", "Could not find service"), Port(80, 41));

        Assert.StartsWith("system/homebrew.mxcl.nginx (127.0.0.1:80): launchd knows no job system/homebrew.mxcl.nginx", Assert.Single(look.LeftOut).ToString(), StringComparison.Ordinal);
    }

    private static Task<SourceLook> FindAsync(uint user, string? only, params OpenPort[] ports) =>
        FindAsync(user, only, target => s_launchd.TryGetValue(target, out var print) ? new ProcessResult(0, print, "") : new ProcessResult(113, "", "Could not find domain"), ports);

    private static Task<SourceLook> FindAsync(uint user, string? only, Func<string, ProcessResult> print, params OpenPort[] ports) =>
        new LaunchdSource(user, Families.Of(s_processes), (target, _) => Task.FromResult(print(target)), TimeProvider.System).FindAsync([.. ports], only, CancellationToken.None);

    private static OpenPort Port(int port, int pid) => Samples.Port(port) with { Pid = pid };

    private static string Domain(string name, params (int Pid, string Label)[] jobs) =>
        $"{name} = {{\n\ttype = login\n\tservices = {{\n{string.Concat(jobs.Select(job => $"\t\t{job.Pid,8}      - \t{job.Label}\n"))}\t}}\n\n\tunmanaged processes = {{\n\t}}\n}}\n";

    private static string Job(string target, string state, int pid, string path) =>
        $"{target} = {{\n\tactive count = 1\n\tpath = {path}\n\tstate = {state}\n\truns = 1\n{(pid > 0 ? $"\tpid = {pid}\n" : "")}\tlast exit code = (never exited)\n}}\n";
}
