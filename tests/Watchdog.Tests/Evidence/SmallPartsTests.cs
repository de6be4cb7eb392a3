using Watchdog.Config;
using Watchdog.Evidence.Collectors;
using Watchdog.Kernel;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Evidence;

/// <summary>What is read out of a line or a word.</summary>
public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("0000000000000000: 00000002 00000000 00010000 0001 01 15862 /run/web.sock", "stream", "LISTEN", 15862, "/run/web.sock")]
    [InlineData("0000000000000000: 00000003 00000000 00000000 0001 03 15866", "stream", "CONNECTED", 15866, "")]
    [InlineData("0000000000000000: 00000002 00000000 00000000 0002 01 99 @/org/with blank", "dgram", "UNCONNECTED", 99, "@/org/with blank")]
    public void UnixSocket_Line_IsRead(string line, string kind, string state, long inode, string path) => Assert.Equal(new UnixSocket(kind, state, inode, path), UnixSocket.Parse(line));

    [Theory]
    [InlineData("Num       RefCount Protocol Flags    Type St Inode Path")]
    [InlineData("")]
    public void UnixSocket_NoLineOfOne_IsNone(string line) => Assert.Null(UnixSocket.Parse(line));

    [Theory]
    [InlineData("socket:[12]", 12L)]
    [InlineData("socket:[12", null)]
    [InlineData("pipe:[12]", null)]
    [InlineData("/srv/socket:[12]", null)]
    public void SocketIn_Target_IsTheNumberOfASocketOnly(string target, long? inode) => Assert.Equal(inode, LinkTarget.SocketIn(target));

    [Theory]
    [InlineData("socket:[1]", "socket")]
    [InlineData("anon_inode:[eventfd]", "eventfd")]
    [InlineData("anon_inode:inotify", "inotify")]
    [InlineData("/memfd:doublemapper (deleted)", "memfd")]
    [InlineData("/dev/pts/0", "device")]
    [InlineData("/srv/log (deleted)", "deleted file")]
    [InlineData("/srv/log", "file")]
    [InlineData("net:[4026531840]", "net")]
    [InlineData("?", "other")]
    public void KindOf_Target_IsAWord(string target, string kind) => Assert.Equal(kind, DescriptorText.KindOf(target));

    [Theory]
    [InlineData("/usr/bin/python3.11", nameof(RuntimeKind.Python))]
    [InlineData("/usr/lib/dotnet/dotnet", nameof(RuntimeKind.DotNet))]
    [InlineData("/usr/lib/jvm/java-17/bin/java", nameof(RuntimeKind.Java))]
    [InlineData("/usr/sbin/nginx", nameof(RuntimeKind.Native))]
    public void OfProgram_Executable_TellsItsRuntime(string path, string kind) => Assert.Equal(kind, RuntimeDetector.OfProgram(path).ToString());

    [Theory]
    [InlineData("7f0 r-xp 00000000 fe:00 12 /usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", nameof(RuntimeKind.Python))]
    [InlineData("7f0 r-xp 00000000 fe:00 12 /opt/app/libcoreclr.so", nameof(RuntimeKind.DotNet))]
    [InlineData("7f0 r-xp 00000000 fe:00 12 /usr/lib/jvm/lib/server/libjvm.so", nameof(RuntimeKind.Java))]
    [InlineData("7f0 r-xp 00000000 fe:00 12 /usr/lib/libc.so.6", nameof(RuntimeKind.Native))]
    [InlineData("7f0 rw-p 00000000 00:00 0 ", nameof(RuntimeKind.Native))]
    public void OfMapping_Line_TellsTheRuntimeByItsLibrary(string line, string kind) => Assert.Equal(kind, RuntimeDetector.OfMapping(line).ToString());

    [Theory]
    [InlineData("Out of memory: Killed process 812 (python3) total-vm:1kB", true)]
    [InlineData("Memory cgroup out of memory: Killed process 812 (python3)", true)]
    [InlineData("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null)", true)]
    [InlineData("oom_reaper: reaped process 812 (python3)", true)]
    [InlineData("audit: room-kill", false)]
    public void IsOutOfMemory_KernelsLine_IsKnown(string line, bool expected) => Assert.Equal(expected, KernelJournal.IsOutOfMemory(line));

    [Fact]
    public void UserNames_FileOfUsers_GivesNamesElseNumbers()
    {
        var users = new UserNames("root:x:0:0:root:/root:/bin/bash\nbroken\nwww-data:x:33:33::/var/www:/bin/false\n");

        Assert.Equal(("www-data", "77"), (users.Of(33), users.Of(77)));
    }

    [Theory]
    [InlineData("MemoryCurrent", ulong.MaxValue, "")]
    [InlineData("MemoryMax", ulong.MaxValue, "infinity")]
    [InlineData("MemoryMax", 1UL << 20, "1 MiB")]
    [InlineData("RestartUSec", 5_000_000UL, "5 s")]
    [InlineData("CPUUsageNSec", 1_500_000_000UL, "1.5 s")]
    [InlineData("ActiveEnterTimestamp", 1_700_000_000_123_000UL, "2023-11-14 22:13:20.123 UTC")]
    [InlineData("ActiveExitTimestamp", 0UL, "")]
    [InlineData("NRestarts", 3UL, "3")]
    [InlineData("OOMScoreAdjust", 4294966796UL, "-500")]
    public void ValueOf_Property_IsInWords(string name, ulong value, string expected) => Assert.Equal(expected, UnitPropertyText.ValueOf(name, value));

    [Fact]
    public void Names_OfProperties_HaveNoEnvironment() => Assert.DoesNotContain(UnitPropertyText.Names, static name => name.Contains("Environment", StringComparison.Ordinal) || name == "ExecStartEx");

    [Fact]
    public void Text_BiggestProcesses_AreOrderedByEach()
    {
        var before = new Dictionary<int, ProcStat> { [1] = Stat("idle", 100, 900), [2] = Stat("busy", 100, 5) };
        var after = new Dictionary<int, ProcStat> { [1] = Stat("idle", 100, 900), [2] = Stat("busy", 150, 5), [3] = Stat("new", 70, 6) };

        var lines = BiggestProcesses.Text(before, after, TimeSpan.FromSeconds(1)).Split('\n');

        Assert.Equal(["idle", "new", "busy"], lines[1..4].Select(static line => line.Split(' ')[^1]));
        Assert.Equal("biggest by CPU in 1 s:", lines[4]);
        Assert.Equal("  pid 2              50 %  busy", lines[5]);
        Assert.Equal("", lines[6]);
    }

    [Fact]
    public void Log_OfAJob_AsksForItsProcessesAndItsLabel()
    {
        var subject = Evidences.Subject(7, 8) with { HealthyAt = Evidences.Now - TimeSpan.FromSeconds(90) };

        Assert.Equal(
            ["log", "show", "--style", "compact", "--last", "2m", "--predicate", "processID == 7 OR processID == 8 OR (process == \"launchd\" AND eventMessage CONTAINS \"com.example.web\") OR subsystem == \"com.example.web\""],
            MacTools.Log(new LaunchdConfig("gui/501/com.example.web"), subject).ToArray());
    }

    [Fact]
    public void MacTools_WithoutAProcess_AskNothing()
    {
        Assert.True(MacTools.Sample(Evidences.Subject()).IsEmpty && MacTools.OpenFiles(Evidences.Subject()).IsEmpty);
        Assert.Equal(["sample", "7", "3", "-file", "/dev/stdout"], MacTools.Sample(Evidences.Subject(7)).ToArray());
        Assert.Equal(["lsof", "-nP", "-p", "7,8"], MacTools.OpenFiles(Evidences.Subject(7, 8)).ToArray());
    }

    private static ProcStat Stat(string name, long ticks, long pages) => new(name, 'S', 1, 1, ticks, 1, 50, pages);
}
