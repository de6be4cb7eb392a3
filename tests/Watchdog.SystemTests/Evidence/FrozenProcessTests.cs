using System.Diagnostics;
using Watchdog.Evidence.Collectors;
using Watchdog.Kernel;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>Real processes that hang, and what is seen of them.</summary>
public sealed class FrozenProcessTests
{
    [SkippableTheory]
    [InlineData(ServerRuntime.Python, "python3")]
    [InlineData(ServerRuntime.Dotnet, "libcoreclr.so")]
    public async Task Collect_StoppedServer_HasItsThreadsStacksAndBacklogAndLeavesItStopped(ServerRuntime runtime, string mark)
    {
        Skip.IfNot(Shell.Has("gdb"), "gdb is not installed");
        await using var server = await RunningServer.ListeningAsync(runtime);
        await server.UntilAsync("200");
        await server.SignalAsync("STOP");
        await Eventually.TrueAsync(() => ProcStat.Read(server.Pid) is { State: 'T' }, "a stopped server");
        Assert.Equal("silent", await server.OutcomeAsync(silence: true));

        var watch = Stopwatch.StartNew();
        var gathered = await Gathered.OfAsync(server.Pid, server.Port, "processes", "runtime-stacks", "stacks");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"it took {watch.Elapsed}");
        Assert.Contains($"pid {server.Pid} ", gathered["processes"].Summary, StringComparison.Ordinal);
        Assert.Contains("is stopped", gathered["processes"].Summary, StringComparison.Ordinal);
        Assert.StartsWith("stacks by ", gathered["stacks"].Summary, StringComparison.Ordinal);
        var stacks = gathered.Files["stacks-gdb.txt"];
        Assert.Contains($"LWP {server.Pid}", stacks, StringComparison.Ordinal);
        Assert.Contains("#0 ", stacks, StringComparison.Ordinal);
        Assert.Contains(mark, stacks, StringComparison.Ordinal);
        Assert.Matches($"liveness asks at 127.0.0.1:{server.Port}: pid {server.Pid} listens, [1-9]", gathered.Files["sockets.txt"]);
        Assert.Contains($"{server.Port}", gathered.Files["processes.txt"], StringComparison.Ordinal);
        Assert.Contains("smaps_rollup ==", gathered.Files["proc.txt"], StringComparison.Ordinal);
        Assert.Matches($"pid {server.Pid} .*socket [1-9]", gathered.Files["descriptors.txt"]);

        // It was stopped before, and not by us: that is the finding, and stays.
        Assert.Equal('T', ProcStat.Read(server.Pid)!.Value.State);
        await server.SignalAsync("CONT");
        await server.UntilAsync("200");
    }

    [SkippableTheory]
    [InlineData(ServerRuntime.Python)]
    [InlineData(ServerRuntime.Dotnet)]
    public async Task Collect_ServerAtWork_GoesOnAfterwards(ServerRuntime runtime)
    {
        Skip.IfNot(Shell.Has("gdb"), "gdb is not installed");
        await using var server = await RunningServer.ListeningAsync(runtime);
        await server.UntilAsync("200");

        var gathered = await Gathered.OfAsync(server.Pid, 0, "stacks");

        Assert.Contains($"pid {server.Pid}", gathered["stacks"].Summary, StringComparison.Ordinal);
        await server.UntilAsync("200");
    }

    [SkippableFact]
    public async Task Collect_JavaAtWork_IsAskedByJstack()
    {
        Skip.IfNot(Shell.Has("jstack") && Shell.Has("java"), "there is no JDK here");
        var folder = Directory.CreateTempSubdirectory("watchdog-java-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Wait.java"), "public class Wait { public static void main(String[] a) throws Exception { System.out.println(); stuckHere(); } static void stuckHere() throws Exception { Thread.sleep(600000); } }");
        using var java = Process.Start(new ProcessStartInfo("java", ["-Xshare:auto", Path.Combine(folder, "Wait.java")]) { RedirectStandardOutput = true })!;
        try
        {
            await java.StandardOutput.ReadLineAsync();

            var gathered = await Gathered.OfAsync(java.Id, 0, "runtime-stacks");

            Assert.Equal($"stacks by jstack of pid {java.Id}", gathered["runtime-stacks"].Summary);
            Assert.Contains("Wait.stuckHere", gathered.Files["stacks-jstack.txt"], StringComparison.Ordinal);
        }
        finally
        {
            java.Kill();
            await java.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whoever starts a child waits in the kernel until that runs its program: as on a disk that does not answer, no stop reaches it before.</summary>
    [SkippableFact]
    public async Task LetGo_StopThatWaitsForTheKernel_NeverComes()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "this needs Linux and python3");
        var folder = Directory.CreateTempSubdirectory("watchdog-letgo-").FullName;
        var fifo = Path.Combine(folder, "fifo");
        (await Shell.RunAsync(["mkfifo", fifo])).Ok();
        string[] code = ["-c", "import os, sys; os.waitpid(os.posix_spawn('/bin/true', ['true'], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, sys.argv[1], os.O_RDONLY, 0)]), 0)", fifo];
        using var stuck = Process.Start("/usr/bin/python3", code);
        try
        {
            await Eventually.TrueAsync(() => ProcStat.Read(stuck.Id) is { State: 'D' }, "a process that waits in the kernel");
            var identity = ProcessIdentity.OfLiving(stuck.Id)!.Value;
            (await Shell.RunAsync(["kill", "-STOP", $"{stuck.Id}"])).Ok();

            Assert.NotNull(await new StoppedCare(TimeProvider.System).LetGoAsync(identity));

            await File.WriteAllTextAsync(fifo, "");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await stuck.WaitForExitAsync(patience.Token);
            Assert.Equal(0, stuck.ExitCode);
        }
        finally
        {
            stuck.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task LetGo_DebuggerKilledWhileItHeldTheProcess_LetsItGoOn()
    {
        Skip.IfNot(Shell.Has("gdb"), "gdb is not installed");
        await using var server = await RunningServer.ListeningAsync(ServerRuntime.Python);
        await server.UntilAsync("200");
        var identity = ProcessIdentity.OfLiving(server.Pid)!.Value;
        for (var i = 0; i < 3; i++)
        {
            using var gdb = Process.Start(new ProcessStartInfo("gdb", ["-batch", "-nx", "-p", $"{server.Pid}", "-ex", "shell sleep 300"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            // Killed in different moments: as soon as it holds the process, and later.
            await Eventually.TrueAsync(() => !File.ReadLines($"/proc/{server.Pid}/status").Contains("TracerPid:\t0"), "a debugger that holds it");
            await Task.Delay(i * 100);
            gdb.Kill(entireProcessTree: true);
            await gdb.WaitForExitAsync();

            await new StoppedCare(TimeProvider.System).LetGoAsync(identity);

            await server.UntilAsync("200");
        }
    }
}
