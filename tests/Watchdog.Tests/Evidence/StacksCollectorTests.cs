using System.Diagnostics;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Tests.Evidence;

/// <summary>With programs that stand in for the tools, on a real process.</summary>
public sealed class StacksCollectorTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-stacks-").FullName;
    private readonly TextFiles _files = new();
    private readonly Process _process = Process.Start("/bin/sleep", "300");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task CollectAsync_ToolThatTells_IsAFileOfItsOwn()
    {
        OnLinux();
        var collected = await CollectAsync(freezes: true, Tool("gdb", "echo \"#0 sleep () of $2\""));

        Assert.Equal($"stacks by {_folder}/gdb of pid {_process.Id}", collected.Summary);
        Assert.Empty(collected.Problems);
        Assert.Equal($"== pid {_process.Id} (sleep) ==\n#0 sleep () of {_process.Id}\n", _files["stacks-gdb.txt"]);
    }

    [SkippableFact]
    public async Task CollectAsync_FirstMissingSecondThere_TakesTheSecond()
    {
        OnLinux();
        var missing = new StackTool("/nowhere/gdb", RuntimeKind.Native, true, static (pid, _) => [pid], "apt install gdb");

        var collected = await CollectAsync(freezes: true, missing, Tool("eu-stack", "echo '#0 here'"));

        Assert.Equal($"stacks by {_folder}/eu-stack of pid {_process.Id}", collected.Summary);
    }

    [SkippableFact]
    public async Task CollectAsync_NothingThere_IsSkippedWithWhatToInstall()
    {
        OnLinux();
        var collected = await CollectAsync(freezes: true, new StackTool("/nowhere/gdb", RuntimeKind.Native, true, static (pid, _) => [pid], "apt install gdb"));

        Assert.True(collected.IsSkipped);
        Assert.Equal("no stacks: /nowhere/gdb is not installed (apt install gdb)", collected.Summary);
    }

    [SkippableFact]
    public async Task CollectAsync_ToolThatHangsAndStopsTheProcess_IsEndedAndTheProcessGoesOn()
    {
        OnLinux();
        var collected = await CollectAsync(freezes: true, Tool("gdb", "kill -STOP $2; trap '' TERM; while :; do sleep 1; done"));

        Assert.Equal("no stacks", collected.Summary);
        Assert.Equal(
            [
                $"{_folder}/gdb: pid {_process.Id} was left stopped by it, and was told to go on",
                $"{_folder}/gdb failed for pid {_process.Id}: {_folder}/gdb did not end within 2 s and was killed.",
            ],
            collected.Problems.ToArray());
        await Eventually(() => ProcStat.Read(_process.Id)!.Value.State == 'S');
    }

    [SkippableFact]
    public async Task CollectAsync_Cancelled_LetsTheProcessGoOnAllTheSame()
    {
        OnLinux();
        using var budget = new CancellationTokenSource();
        var collecting = CollectAsync(freezes: true, [Tool("gdb", "kill -STOP $2; exec sleep 300")], budget.Token);
        await Eventually(() => ProcStat.Read(_process.Id)!.Value.State == 'T');

        await budget.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting);
        await Eventually(() => ProcStat.Read(_process.Id)!.Value.State == 'S');
    }

    [SkippableFact]
    public async Task CollectAsync_ProcessThatWasStoppedBefore_StaysStoppedAndIsNotAskedToAnswer()
    {
        OnLinux();
        Assert.Null(Processes.Signal(_process.Id, Libc.SigStop));
        await Eventually(() => ProcStat.Read(_process.Id)!.Value.State == 'T');

        var held = await CollectAsync(freezes: true, Tool("gdb", "echo '#0 here'"));
        var asked = await CollectAsync(freezes: false, Tool("jstack", "exit 1", freezes: false));

        Assert.Empty(held.Problems);
        Assert.Equal('T', ProcStat.Read(_process.Id)!.Value.State);
        Assert.Equal([$"{_folder}/jstack was not asked: pid {_process.Id} is stopped, and would have to answer itself"], asked.Problems.ToArray());
    }

    [SkippableTheory]
    [InlineData("echo 'ptrace: Operation not permitted.' >&2", true)]
    [InlineData("echo 'warning: not permitted' >&2; echo '#0 here'", false)]
    [InlineData("echo 'a bug' >&2; exit 1", false)]
    public async Task CollectAsync_ToolThatIsLetAtNoProcess_HeldNone(string script, bool heldNothing)
    {
        OnLinux();
        var collected = await CollectAsync(freezes: true, Tool("gdb", script));

        Assert.Equal(heldNothing, collected.HeldNothing);
    }

    [SkippableFact]
    public async Task CollectAsync_NoToolThatFitsIsChosen_SaysSoAndNotThatThereIsNoProcess()
    {
        OnLinux();
        var gdb = Tool("gdb", "echo '#0 here'");

        Assert.Equal("evidence.stacks names no tool that fits it", (await CollectAsync(freezes: true, [gdb], CancellationToken.None, ["jstack"])).Summary);
        Assert.Equal("none of its processes is .NET's or Java's", (await CollectAsync(freezes: false, [gdb], CancellationToken.None, ["jstack"])).Summary);
        Assert.StartsWith("stacks by ", (await CollectAsync(freezes: true, [gdb], CancellationToken.None, [gdb.Program])).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_OfAStoppedPython_ArePausedByNobody()
    {
        var tool = StackTools.All.Single(static tool => tool.Program == "py-spy");

        Assert.Equal(["dump", "--nonblocking", "--pid", "7"], tool.Arguments("7", true).ToArray());
        Assert.Equal(["dump", "--pid", "7"], tool.Arguments("7", false).ToArray());
    }

    private static void OnLinux() => Skip.IfNot(OperatingSystem.IsLinux(), "tells a process's state by /proc");

    private static async Task Eventually(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo() && watch.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(10);
        Assert.True(isSo());
    }

    private StackTool Tool(string name, string script, bool freezes = true)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new StackTool(path, RuntimeKind.Native, freezes, static (pid, _) => ["-p", pid], "nothing");
    }

    private Task<Collected> CollectAsync(bool freezes, params StackTool[] tools) => CollectAsync(freezes, tools, CancellationToken.None);

    private Task<Collected> CollectAsync(bool freezes, StackTool[] tools, CancellationToken cancel, string[]? chosen = null)
    {
        var detector = new RuntimeDetector(new Expendable("test", TimeProvider.System));
        var collector = new StacksCollector(freezes, chosen, detector, new ProcessRunner(TimeProvider.System), TimeProvider.System)
        {
            Tools = [.. tools],
            Limits = new RunLimits(TimeSpan.FromSeconds(2)) { Grace = TimeSpan.FromMilliseconds(200) },
        };
        return collector.CollectAsync(Evidences.Subject(_process.Id), _files, cancel);
    }
}
