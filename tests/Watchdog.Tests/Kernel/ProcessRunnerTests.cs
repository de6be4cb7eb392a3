using System.Diagnostics;
using Watchdog.Kernel;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Kernel;

public sealed class ProcessRunnerTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);

    private readonly ProcessRunner _runner = new(TimeProvider.System);

    [Fact]
    public async Task Run_Arguments_ReachTheProgramUnread()
    {
        var result = await _runner.RunAsync("printf", ["%s|", "a b", "$HOME", "\"'\n"], s_ample, CancellationToken.None);
        Assert.Equal(new ProcessResult(0, "a b|$HOME|\"'\n|", ""), result);
    }

    [Fact]
    public async Task Run_NoSuchProgram_IsAResult()
    {
        var result = await _runner.RunAsync("/no/such/program", [], s_ample, CancellationToken.None);
        Assert.Null(result.ExitCode);
        Assert.StartsWith("/no/such/program cannot be started: ", result.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "0")]
    [InlineData(true, "9")]
    public async Task Run_SaysMoreThanIsKept_KeepsTheBeginningOrTheEnd(bool end, string what)
    {
        var result = await _runner.RunAsync("sh", ["-c", "for i in 0 1 2 3 4 5 6 7 8 9; do head -c 10000 /dev/zero | tr '\\0' $i; done"], new RunLimits(s_ample) { MaxOutput = 5000, KeepsEnd = end }, CancellationToken.None);
        Assert.Equal(string.Concat(Enumerable.Repeat(what, 5000)), result.Output);
    }

    [Fact]
    public async Task Run_PastItsDeadline_IsKilledWithItsChildren()
    {
        var watch = Stopwatch.StartNew();
        var result = await _runner.RunAsync("sh", ["-c", "echo early; sleep 61 & wait"], TimeSpan.FromMilliseconds(300), CancellationToken.None);
        Assert.Null(result.ExitCode);
        Assert.Equal("early\n", result.Output);
        Assert.Equal("sh did not end within 0.3 s and was killed.", result.Error);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task Run_AGrandchildKeepsThePipe_DoesNotWaitForIt()
    {
        var watch = Stopwatch.StartNew();
        var result = await _runner.RunAsync("sh", ["-c", "sleep 20 & echo done"], s_ample, CancellationToken.None);
        Assert.Equal((0, "done\n"), (result.ExitCode, result.Output));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task Run_EndlessOutput_IsCutAndDoesNotBlock()
    {
        var result = await _runner.RunAsync("head", ["-c", "5000000", "/dev/zero"], s_ample, CancellationToken.None);
        Assert.Equal((0, ProcessRunner.MaxOutput), (result.ExitCode, result.Output.Length));
    }

    [Fact]
    public async Task Run_ReadsItsInput_GetsNone() =>
        Assert.Equal(0, (await _runner.RunAsync("cat", [], s_ample, CancellationToken.None)).ExitCode);

    [Fact]
    public async Task Run_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync("sleep", ["60"], s_ample, cancel.Token));
    }

    [SkippableFact]
    public async Task Run_CancelledWhileAStrangerKeepsThePipe_WaitsForTheProgramAlone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "wants setsid");
        var folder = Directory.CreateTempSubdirectory("watchdog-runner-").FullName;
        var left = Path.Combine(folder, "left");
        using var cancel = new CancellationTokenSource();

        // In a session of its own, and nobody's child: no kill finds it. The clock stands still, so that what waits for a time waits for ever.
        var running = new ProcessRunner(new TestTimeProvider()).RunAsync("sh", ["-c", "(setsid sleep 60 & echo $! > \"$0\"); sleep 61", left], s_ample, cancel.Token);
        await Eventually.TrueAsync(() => File.Exists(left) && File.ReadAllText(left).EndsWith('\n'), "the stranger runs");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(20)));
        await Process.Start("kill", File.ReadAllText(left).Trim()).WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }
}
