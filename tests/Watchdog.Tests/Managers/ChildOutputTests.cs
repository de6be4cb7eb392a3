using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
using Watchdog.Managers;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class ChildOutputTests
{
    [Fact]
    public async Task Output_BothStreams_AreWrittenWhole()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("a/b", Shell("echo one; echo two >&2; printf three; exit 1"));
        await UntilAsync(unit, status => status.State == UnitState.Failed);

        Assert.Equal("one\ntwo\nthree", await fixture.UntilWrittenAsync("a%2Fb", "three"));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fixture.Output("a%2Fb")));
    }

    [Fact]
    public async Task Output_OfAnEndlessTalker_IsBounded()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("talker", Shell("head -c 9000000 /dev/zero | tr '\\0' 'x'; echo; echo end; exec sleep 60"));
        await fixture.UntilWrittenAsync("talker", "end");

        var now = new FileInfo(fixture.Output("talker")).Length;
        var before = new FileInfo(fixture.Output("talker") + ".1").Length;
        Assert.InRange(before, BoundedLog.MaxBytes - (64 << 10), BoundedLog.MaxBytes);
        Assert.InRange(now, 1, BoundedLog.MaxBytes);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(fixture.Output("talker"))!).Length);
        Assert.Equal(UnitState.Active, (await LookAsync(unit)).State);
    }

    [Fact]
    public async Task Output_OfAFlood_IsSaidOnceAndTheLogTellsHowMuchWasDropped()
    {
        await using var fixture = new ChildFixture();
        var unit = fixture.Unit("flood", Shell("head -c 30000000 /dev/zero"));
        await UntilAsync(unit, status => status.State == UnitState.Failed);

        await fixture.Manager.DisposeAsync();

        var written = await File.ReadAllTextAsync(fixture.Output("flood") + ".1") + await File.ReadAllTextAsync(fixture.Output("flood"));
        Assert.Contains(" bytes dropped by watchdog: more than 1 MiB/s]\n", written, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Log.Ids.Count(id => id == 364));
    }

    [Fact]
    public async Task Output_CannotBeWritten_DoesNotBlockTheChild()
    {
        await using var fixture = new ChildFixture();
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder, "output"), "a file where the folder should be");
        var done = Path.Combine(fixture.Folder, "done");
        var unit = fixture.Unit("talker", Shell($"head -c 1000000 /dev/zero; touch {done}; exec sleep 60"));

        await UntilAsync(unit, _ => File.Exists(done));
    }

    [Fact]
    public void BoundedLog_Reopened_AppendsAndRotatesOnce()
    {
        var folder = Directory.CreateTempSubdirectory("watchdog-log-").FullName;
        try
        {
            var path = Path.Combine(folder, "x.log");
            var chunk = new byte[1 << 20];
            foreach (var mark in "abcde"u8)
            {
                using var log = new BoundedLog(path, TimeProvider.System, NullLogger.Instance);
                Array.Fill(chunk, mark);
                log.Write(chunk);
            }

            Assert.Equal(1 << 20, new FileInfo(path).Length);
            Assert.Equal((byte)'e', File.ReadAllBytes(path)[0]);
            Assert.Equal(4 << 20, new FileInfo(path + ".1").Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Child_Environment_IsOursWithoutWhatIsOursAlone()
    {
        Environment.SetEnvironmentVariable("JOURNAL_STREAM", "8:1");
        Environment.SetEnvironmentVariable("WATCHDOG_CHILD_TEST", "1");
        Environment.SetEnvironmentVariable("LISTEN_CHILD_TEST", "1");
        Environment.SetEnvironmentVariable("CHILD_TEST", "kept = as it is");
        try
        {
            await using var fixture = new ChildFixture();
            fixture.Unit("env", Shell("env; pwd; echo end; exec sleep 60"));
            var written = await fixture.UntilWrittenAsync("env", "\nend\n");

            Assert.Contains("CHILD_TEST=kept = as it is\n", written);
            Assert.Contains("PATH=", written);
            Assert.DoesNotContain("JOURNAL_STREAM", written);
            Assert.DoesNotContain("WATCHDOG_", written);
            Assert.DoesNotContain("LISTEN_", written);
        }
        finally
        {
            foreach (var name in new[] { "JOURNAL_STREAM", "WATCHDOG_CHILD_TEST", "LISTEN_CHILD_TEST", "CHILD_TEST" }) Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Child_StartsOutClean_WithoutOurSignalsAndFiles()
    {
        await using var fixture = new ChildFixture();
        using var ours = File.OpenRead("/etc/passwd");
        fixture.Unit("clean", Command("/bin/cat", "/proc/self/status"));
        var status = await fixture.UntilWrittenAsync("clean", "SigCgt");
        fixture.Unit("files", Command("/bin/ls", "-l", "/proc/self/fd"));
        var files = await fixture.UntilWrittenAsync("files", "2 ->");

        Assert.Contains("SigBlk:\t0000000000000000", status);
        // glibc's spawn itself leaves its two internal signals, 32 and 33, ignored.
        Assert.Matches("SigIgn:\t0000000[01]80000000|SigIgn:\t0000000000000000", status);
        Assert.DoesNotContain("passwd", files);
        Assert.Contains("0 -> /dev/null", files);
    }

    [Fact]
    public async Task Child_WorkingDirectory_IsTheConfigured()
    {
        await using var fixture = new ChildFixture();
        fixture.Unit("pwd", new(["pwd"], "/usr/share"));

        Assert.Equal("/usr/share\n", await fixture.UntilWrittenAsync("pwd", "\n"));
    }
}
