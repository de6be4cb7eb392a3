using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;
using Watchdog.Notify;

namespace Watchdog.Tests.Doctoring;

public sealed class MachineCheckTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly FolderFact s_folder = new("/var/lib/service-watchdog", true, 990, false, false, true, 1L << 30);
    private static readonly HostFacts s_well = new() { Now = s_now, Operator = new UserIds("service-watchdog", 990, []), Folders = [s_folder], DescriptorLimit = 4096, Services = 10, Checks = 20 };

    [Fact]
    public void Judge_NothingWrong_FindsNothing() => Assert.Empty(Judged(s_well));

    [Theory]
    [InlineData(119)]
    [InlineData(121, "clock-behind")]
    public void Judge_SavedInTheFuture_TellsAClockThatIsBehind(int seconds, params string[] expected) =>
        Assert.Equal(expected, Judged(s_well with { NewestSaved = s_now.AddSeconds(seconds) }));

    [Fact]
    public void Judge_Folder_TellsWhatKeepsItFromBeingUsed()
    {
        Assert.Equal(["folder-not-ours"], Judged(s_well with { Folders = [s_folder with { Owner = 0 }] }));
        Assert.Equal(["folder-writable-by-others"], Judged(s_well with { Folders = [s_folder with { OthersMayWrite = true }] }));
        Assert.Equal(["folder-read-only"], Judged(s_well with { Folders = [s_folder with { IsReadOnly = true }] }));
        Assert.Equal(["disk-short"], Judged(s_well with { Folders = [s_folder with { Free = (64 << 20) - 1 }] }));
        Assert.Equal(["disk-full"], Judged(s_well with { Folders = [s_folder with { Free = 100 }, s_folder with { Free = 100 }] }));
        Assert.Empty(Judged(s_well with { Folders = [s_folder with { Path = "/var/lib", IsThere = false, Owner = 0, WeMayWrite = false }] }));
        Assert.Equal(["folder-cannot-be-made"], Judged(s_well with { IsOperatorUs = true, Folders = [s_folder with { Path = "/var/lib", IsThere = false, Owner = 0, WeMayWrite = false }] }));
    }

    [Fact]
    public void Judge_NotifierThatFails_IsToldWithWhatWaits()
    {
        var failing = new NotifierStatus("phone", 3, s_now, "no answer within 10 s");
        var found = Assert.Single(MachineChecks.Judge(s_well with { Notifiers = [failing, new NotifierStatus("ops", 1, null, null)] }));
        Assert.Equal(("notifier-failing", FindingSeverity.Broken, "watchdog notify --test phone"), (found.Code, found.Severity, found.Remedy));
        Assert.Equal("nothing gets through to phone since 2026-01-02 03:04:05 UTC, and 3 messages wait: no answer within 10 s", found.Sentence);
    }

    [Theory]
    [InlineData(207, "few-descriptors")]
    [InlineData(208)]
    public void Judge_Descriptors_AreMeasuredAgainstTheServices(long limit, params string[] expected) => Assert.Equal(expected, Judged(s_well with { DescriptorLimit = limit }));

    [Fact]
    public void Judge_KernelClockAndLingering_AreTold()
    {
        Assert.Equal(["clock-free"], Judged(s_well with { IsClockFree = true }));
        Assert.Equal(["no-pressure"], Judged(s_well with { HasPressure = false }));
        Assert.Equal(["sockets-unseen"], Judged(s_well with { SocketsUnseen = "refused" }));
        Assert.Equal(["not-on-linux"], Judged(s_well with { IsLinux = false, HasPressure = false }));
        Assert.Equal(["no-linger"], Judged(s_well with { Lingers = false }));
        Assert.Equal(["folder-hangs"], Judged(null));
    }

    [Fact]
    public void Judge_Bus_IsToldOncePerManagerWithTheRemedyOfWhoAsks()
    {
        (SystemdScope, Reason)[] unseen = [(SystemdScope.User, new("bus-unreachable", "nobody answers")), (SystemdScope.User, new("bus-unreachable", "nobody answers")), (SystemdScope.System, new("not-running", "no"))];

        var asRoot = Assert.Single(BusCheck.Judge(unseen, isRoot: true));
        var asUser = Assert.Single(BusCheck.Judge(unseen, isRoot: false));

        Assert.Equal(("bus-unreachable", FindingSeverity.Broken, "the user's systemd cannot be asked: nobody answers"), (asRoot.Code, asRoot.Severity, asRoot.Sentence));
        Assert.Contains("as the user", asRoot.Remedy, StringComparison.Ordinal);
        Assert.Contains("enable-linger", asUser.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_Configuration_TellsErrorsAndWarningsWithTheirService()
    {
        ConfigProblem Problem(string path, string message, ProblemSeverity severity) => new("w.json", 3, 5, path, message, severity);
        var read = new ConfigResult(new WatchdogConfig { Path = "w.json", Services = [] },
        [
            Problem("services.web.liveness.url", "localhost may be ::1", ProblemSeverity.Warning), Problem("services.web.restart", "unwise", ProblemSeverity.Warning),
            Problem("", "in this shell X is not set", ProblemSeverity.Warning), Problem("services.web", "wrong", ProblemSeverity.Error),
        ]);

        Assert.Equal(
            [("web", "configuration-warning", "edit w.json:3:5"), (null, "configuration-elsewhere", "watchdog check, as the daemon runs it, tells whether it has it"), ("web", "configuration", "edit w.json:3:5")],
            ConfigurationCheck.Judge(read).Select(finding => (finding.Service, finding.Code, finding.Remedy)));
    }

    private static IEnumerable<string> Judged(HostFacts? facts) => MachineChecks.Judge(facts).Select(finding => finding.Code);
}
