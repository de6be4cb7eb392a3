using System.Diagnostics;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>Real processes.</summary>
public sealed class ProcessFactsTests : IDisposable
{
    private const int SigStop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private readonly List<Process> _started = [];
    private readonly ActivitySampler _sampler = new(TimeProvider.System);

    [Fact]
    public void Parse_RecordedLine_ReadsEveryField() =>
        Assert.Equal(
            new ProcStat("a) (b", 'S', 1, 4242, 21, 7, 8_123_456, 5120),
            ProcStat.Parse("4242 (a) (b) S 1 4242 4242 0 -1 4194560 1 2 3 4 13 8 99 98 20 0 7 0 8123456 1048576 5120 18446744073709551615 1 1 0 0"));

    [Theory]
    [InlineData("")]
    [InlineData("1 (x")]
    [InlineData(")1 (x")]
    [InlineData("1 (x) S 1 2")]
    [InlineData("1 (x) S 1 2 3 4 5 6 7 8 9 10 a 12 13 14 15 16 17 18 19 20 21 22 23")]
    public void Parse_NoSuchLine_IsNull(string text) => Assert.Null(ProcStat.Parse(text));

    [SkippableFact]
    public void Read_Ourselves_TellsAll()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var facts = ProcessFacts.Read(Environment.ProcessId)!;

        using var us = Process.GetCurrentProcess();
        Assert.InRange(facts.Stat.Cpu, TimeSpan.FromMilliseconds(10), us.TotalProcessorTime + TimeSpan.FromSeconds(1));
        Assert.InRange(facts.Threads.Length, 2, 512);
        Assert.Contains(facts.Threads, thread => thread.Id == Environment.ProcessId);
        Assert.InRange(facts.Stat.Threads, 2, 10_000);
        Assert.InRange(facts.Descriptors!.Value, 3, facts.DescriptorLimit!.Value);
        Assert.StartsWith("/", facts.Cgroup, StringComparison.Ordinal);
        var upTime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(facts.Stat.StartedAt, TimeSpan.Zero, TimeSpan.FromSeconds(upTime));
        Assert.True(facts.Stat.StartedAt >= ProcStat.Read(1)!.Value.StartedAt);
    }

    [SkippableFact]
    public void Read_OneMoreDescriptor_IsCounted()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var process = Start("sh", "-c", "exec 9</dev/null 8</dev/null; echo ready; exec sleep 600");
        process.StandardOutput.ReadLine();
        Assert.True(SpinWait.SpinUntil(() => ProcStat.Read(process.Id)?.Name == "sleep", TimeSpan.FromSeconds(10)), "the shell keeps descriptors of its own");

        // Between its exec and its sleep the loader opens and closes libraries.
        var fd = $"/proc/{process.Id}/fd";
        Assert.True(
            SpinWait.SpinUntil(() => ProcessFacts.Read(process.Id)?.Descriptors is >= 5 and var told && told == Directory.GetFileSystemEntries(fd).Length, TimeSpan.FromSeconds(10)),
            $"{ProcessFacts.Read(process.Id)?.Descriptors} are told of {string.Join(", ", Directory.GetFileSystemEntries(fd))}");
        Assert.Equal(Environment.ProcessId, ProcessFacts.Read(process.Id)!.Stat.Parent);
    }

    [Theory]
    [InlineData("Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 524288               files     \n", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", long.MaxValue)]
    [InlineData("Max open files", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void LimitIn_Limits_IsTheSoftOneOfOpenFiles(string? text, long? expected) => Assert.Equal(expected, ProcessFacts.LimitIn(text));

    [Fact]
    public void Read_NoSuchProcess_IsNull()
    {
        Assert.Null(ProcessFacts.Read(int.MaxValue));
        Assert.Null(ProcessFacts.CgroupOf(int.MaxValue));
        Assert.Empty(ThreadFacts.Of(int.MaxValue));
    }

    [SkippableFact]
    public async Task LookAsync_StoppedProcess_IsStopped()
    {
        var process = Start("sleep", "600");
        Assert.Equal(0, Processes.Kill(process.Id, SigStop));

        Assert.Equal(ProcessActivity.Stopped, (await UntilAsync(process, ProcessActivity.Stopped)).Activity);
    }

    [SkippableFact]
    public async Task LookAsync_SleepingProcess_IsIdle()
    {
        var look = await UntilAsync(Start("sleep", "600"), ProcessActivity.Idle);

        Assert.Equal((ProcessActivity.Idle, 0.0, 1), (look.Activity, look.Cpu, look.Processes));
    }

    [SkippableFact]
    public async Task LookAsync_BusyLoop_IsBurning()
    {
        var look = await UntilAsync(Start("sh", "-c", "while :; do :; done"), ProcessActivity.Burning);

        Assert.Equal(ProcessActivity.Burning, look.Activity);
        Assert.InRange(look.BusiestThread, 0.8, 2);
    }

    [SkippableFact]
    public async Task LookAsync_EndedProcess_IsGone()
    {
        var process = Start("sleep", "600");
        process.Kill();
        await process.WaitForExitAsync();

        Assert.Equal(ProcessActivity.Gone, (await _sampler.LookAsync([process.Id], process.Id, TimeSpan.Zero, CancellationToken.None)).Activity);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.Dispose();
        }
    }

    private Process Start(string program, params string[] arguments)
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        _started.Add(process);
        return process;
    }

    /// <summary>A process takes a moment to begin, and on a machine under load it gets a whole CPU only now and then.</summary>
    private async Task<ActivityLook> UntilAsync(Process process, ProcessActivity wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var look = await _sampler.LookAsync([process.Id], process.Id, Short, CancellationToken.None);
            if (look.Activity == wanted || watch.Elapsed > Patience) return look;
        }
    }
}
