using System.Diagnostics;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>Recorded trees of both cgroup layouts and of /proc, and a real process.</summary>
public sealed class MemoryReadingTests : IDisposable
{
    private const string Unit = "/system.slice/app.service";

    private readonly string root = Directory.CreateTempSubdirectory("wd").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("max", null)]
    [InlineData("2097152000", 2097152000L)]
    public void Read_CgroupV2_IsCurrentLessInactiveFile(string max, long? limit)
    {
        Record($"system.slice/app.service/memory.current", "52428800\n");
        Record($"system.slice/app.service/memory.max", max + "\n");
        Record($"system.slice/app.service/memory.stat", "anon 31457280\nfile 20971520\ninactive_anon 11\ninactive_file 10485760\nactive_file 10485760\n");

        Assert.Equal(new MemoryLook(41943040, limit, default), CgroupMemory.Read(root, Unit));
    }

    [Theory]
    [InlineData("9223372036854771712", null)]
    [InlineData("18446744073709551615", null)]
    [InlineData("2097152000", 2097152000L)]
    public void Read_HybridLayout_TakesTheV1Controller(string max, long? limit)
    {
        Record("unified/system.slice/app.service/cgroup.procs", "1\n");
        Record("memory/system.slice/app.service/memory.usage_in_bytes", "52428800\n");
        Record("memory/system.slice/app.service/memory.limit_in_bytes", max + "\n");
        Record("memory/system.slice/app.service/memory.stat", "inactive_file 5\ntotal_inactive_anon 7\ntotal_inactive_file 10485760\n");

        Assert.Equal(new MemoryLook(41943040, limit, default), CgroupMemory.Read(root, Unit));
    }

    [Fact]
    public void Read_CacheGrownBetweenTheFiles_IsZeroNotNegative()
    {
        Record("system.slice/app.service/memory.current", "100\n");
        Record("system.slice/app.service/memory.stat", "inactive_file 4096\n");

        Assert.Equal(new MemoryLook(0, null, default), CgroupMemory.Read(root, Unit));
    }

    [Theory]
    [InlineData(Unit)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/../../etc")]
    public void Read_NoAccounting_SaysHowToHaveIt(string group)
    {
        var look = CgroupMemory.Read(root, group);

        Assert.Null(look.Bytes);
        Assert.Equal("no-memory-accounting", look.Unseen.Code);
    }

    [Theory]
    [InlineData("18446744073709551615\n")]
    [InlineData("")]
    [InlineData("garbage")]
    public void Read_CurrentThatIsNoNumber_IsUnseen(string current)
    {
        Record("system.slice/app.service/memory.current", current);

        Assert.Null(CgroupMemory.Read(root, Unit).Bytes);
    }

    [Fact]
    public async Task ReadAsync_RecordedTree_SumsPssOfItAlone()
    {
        RecordProcess(10, 1, "S", pssKb: 100, rssPages: 50);
        RecordProcess(11, 10, "S", pssKb: 20, rssPages: 50);
        RecordProcess(12, 11, "R", pssKb: 3, rssPages: 50);
        RecordProcess(13, 10, "Z", pssKb: 1000, rssPages: 50);
        RecordProcess(99, 1, "S", pssKb: 5000, rssPages: 50);

        var look = await new ProcessTree(root, TimeProvider.System).ReadAsync(10, TimeSpan.FromSeconds(5), default);

        Assert.Equal(new MemoryLook(123 * 1024, null, default), look);
    }

    [Fact]
    public async Task ReadAsync_PssThatMayNotBeRead_TakesRssForThatProcess()
    {
        RecordProcess(10, 1, "S", pssKb: 100, rssPages: 50);
        RecordProcess(11, 10, "S", pssKb: null, rssPages: 2);

        var look = await new ProcessTree(root, TimeProvider.System).ReadAsync(10, TimeSpan.FromSeconds(5), default);

        Assert.Equal(100 * 1024 + 2 * Environment.SystemPageSize, look.Bytes);
    }

    [Fact]
    public async Task ReadAsync_ProcessGone_SaysSo()
    {
        var look = await new ProcessTree(root, TimeProvider.System).ReadAsync(10, TimeSpan.FromSeconds(5), default);

        Assert.Equal((null, "process-gone: there is no process 10"), (look.Bytes, look.Unseen.ToString()));
    }

    [Fact]
    public async Task ReadPssAsync_OfTheGroup_IsItsProcessesAlone()
    {
        RecordProcess(10, 1, "S", pssKb: 100, rssPages: 50);
        RecordProcess(11, 1, "S", pssKb: 20, rssPages: 50);
        RecordProcess(12, 10, "S", pssKb: 3, rssPages: 50);
        RecordProcess(13, 10, "Z", pssKb: null, rssPages: 50);

        var look = await new ProcessTree(root, TimeProvider.System).ReadPssAsync([10, 11, 13, 14], TimeSpan.FromSeconds(5), default);

        Assert.Equal(new MemoryLook(120 * 1024, null, default), look);
        Assert.Equal("process-gone", (await new ProcessTree(root, TimeProvider.System).ReadPssAsync([], TimeSpan.FromSeconds(5), default)).Unseen.Code);
    }

    [Fact]
    public async Task ReadPssAsync_ThatMayNotBeRead_CouldNotLook()
    {
        RecordProcess(10, 1, "S", pssKb: 100, rssPages: 50);
        RecordProcess(11, 10, "S", pssKb: null, rssPages: 2);

        var look = await new ProcessTree(root, TimeProvider.System).ReadPssAsync([10, 11], TimeSpan.FromSeconds(5), default);

        Assert.Equal((null, "pss-denied"), (look.Bytes, look.Unseen.Code));
    }

    [SkippableFact]
    public async Task ReadPssAsync_ThatBlocksForEver_CouldNotLookAndLosesOneThreadOnly()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "wants a FIFO to block on");
        RecordProcess(10, 1, "S", pssKb: null, rssPages: 7);
        var fifo = Path.Combine(root, "10/smaps_rollup");
        using (var made = Process.Start("mkfifo", fifo))
            await made.WaitForExitAsync();
        var tree = new ProcessTree(root, TimeProvider.System);

        var first = await tree.ReadPssAsync([10], TimeSpan.FromMilliseconds(300), default);
        var second = await tree.ReadPssAsync([10], TimeSpan.FromMinutes(5), default);

        Assert.Equal(("pss-blocked", "pss-blocked"), (first.Unseen.Code, second.Unseen.Code));
        // Lets the lost thread go.
        await File.WriteAllTextAsync(fifo, "Pss: 1 kB\n");
    }

    [Theory]
    [InlineData("system.slice/app.service/memory.events", "low 0\nhigh 0\nmax 12\noom 2\noom_kill 1\noom_group_kill 0\n", 1L)]
    [InlineData("memory/system.slice/app.service/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3L)]
    [InlineData("memory/system.slice/app.service/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n", null)]
    [InlineData("other", "oom_kill 3\n", null)]
    public void OomKills_EitherLayout_IsTheGroupsCount(string file, string content, long? kills)
    {
        Record(file, content);

        Assert.Equal(kills, CgroupMemory.OomKills(root, Unit));
        Assert.Null(CgroupMemory.OomKills(root, "/../other"));
        Assert.Null(CgroupMemory.OomKills(root, ""));
    }

    [SkippableFact]
    public async Task ReadAsync_SmapsThatBlocksForEver_TakesRssAndLosesOneThreadOnly()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "wants a FIFO to block on");
        RecordProcess(10, 1, "S", pssKb: null, rssPages: 7);
        var fifo = Path.Combine(root, "10/smaps_rollup");
        using (var made = Process.Start("mkfifo", fifo))
            await made.WaitForExitAsync();
        var tree = new ProcessTree(root, TimeProvider.System);

        var watch = Stopwatch.StartNew();
        var first = await tree.ReadAsync(10, TimeSpan.FromMilliseconds(300), default);
        var second = await tree.ReadAsync(10, TimeSpan.FromMinutes(5), default);

        Assert.Equal(7 * Environment.SystemPageSize, first.Bytes);
        Assert.Equal(7 * Environment.SystemPageSize, second.Bytes);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(290), TimeSpan.FromMinutes(1));
        // Lets the lost thread go.
        await File.WriteAllTextAsync(fifo, "Pss: 1 kB\n");
    }

    [SkippableFact]
    public async Task ReadAsync_RealProcessWithAChild_CountsBoth()
    {
        Skip.IfNot(File.Exists("/proc/self/smaps_rollup"), "no /proc/self/smaps_rollup here");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 60 & echo; wait"]) { RedirectStandardOutput = true })!;
        try
        {
            await shell.StandardOutput.ReadLineAsync();
            var tree = new ProcessTree("/proc", TimeProvider.System);

            Assert.Equal(2, tree.Members(shell.Id).Count);
            Assert.InRange((await tree.ReadAsync(shell.Id, TimeSpan.FromSeconds(5), default)).Bytes!.Value, 50_000, 20_000_000);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    private void RecordProcess(int pid, int parent, string state, int? pssKb, int rssPages)
    {
        Record($"{pid}/stat", $"{pid} (a (b) c) {state} {parent} {pid} {pid} 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 12345 784000 {rssPages} 18446744073709551615\n");
        Record($"{pid}/statm", $"765 {rssPages} 396 5 0 123 0\n");
        if (pssKb is not null)
            Record($"{pid}/smaps_rollup", $"55e0193fe000-7ffc69059000 ---p 00000000 00:00 0    [rollup]\nRss:    1672 kB\nPss:    {pssKb} kB\nPss_Dirty:   112 kB\n");
    }

    private void Record(string path, string content)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
