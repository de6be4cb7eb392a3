using System.Diagnostics;
using Watchdog.Config;
using Watchdog.Evidence.Collectors;

namespace Watchdog.Tests.Evidence;

public sealed class ProcessesCollectorTests : IDisposable
{
    private const string TcpHeader = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private readonly RecordedProc _proc = new();
    private readonly TextFiles _files = new();

    public ProcessesCollectorTests() => Skip.IfNot(OperatingSystem.IsLinux(), "wants links as Linux has them");

    public void Dispose() => _proc.Dispose();

    [SkippableFact]
    public async Task CollectAsync_RecordedTree_ShowsParentsWithTheirChildrenAndThreads()
    {
        _proc.Process(700, "web", 1, command: "web --token=hunter2 of-the-config");
        _proc.Thread(700, 701, "worker");
        _proc.Process(703, "helper", 702);
        _proc.Process(702, "web", 700, state: 'T', wait: "0");

        var collected = await CollectAsync(Secrets.Of(["of-the-config"]), 700, 702, 703);

        Assert.Equal("3 processes, 4 threads; pid 702 (web) is stopped; 0 sockets", collected.Summary);
        var lines = _files["processes.txt"].Split('\n');
        Assert.StartsWith("pid 700 (web): sleeps, 0 % of a CPU, user ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("parent 1, 2 threads, " + Core.Words.Size(2469L * Environment.SystemPageSize) + " resident", lines[0], StringComparison.Ordinal);
        Assert.Equal("    web --token=*** ***", lines[1]);
        Assert.Equal(["    tid 700      SS    0 %  do_epoll_wait            web", "    tid 701      SS    0 %  futex_wait_queue         worker"], lines[2..4].Order(StringComparer.Ordinal));
        Assert.StartsWith("  pid 702 (web): is stopped", lines[4], StringComparison.Ordinal);
        Assert.Equal("      tid 702      TT    0 %  -                        web", lines[5]);
        Assert.StartsWith("    pid 703 (helper): sleeps", lines[6], StringComparison.Ordinal);
        Assert.Contains("== pid 702 (web): smaps_rollup ==\n55d0", _files["proc.txt"], StringComparison.Ordinal);
        Assert.Contains("== pid 700 (web): io ==\nrchar: 4096\n", _files["proc.txt"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task CollectAsync_Descriptors_AreCountedByKindAndSocketsTold()
    {
        _proc.Process(700, "web", 1);
        string[] targets = ["/dev/null", "/var/log/web.log", "pipe:[55]", "socket:[4460356]", "socket:[4460357]", "anon_inode:[eventpoll]", "anon_inode:inotify", "/tmp/x (deleted)"];
        for (var i = 0; i < targets.Length; i++) _proc.Open(700, i, targets[i]);
        _proc.Write("700/net/tcp", TcpHeader
            + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 4460356 1 0000000000000000 100 0 0 10 0\n"
            + "   1: 0100007F:1F90 0100007F:C442 01 00000010:00000020 00:00000000 00000000  1000        0 4460357 1 0000000000000000 100 0 0 10 0\n"
            + "   2: 0100007F:1F90 0100007F:C443 08 00000000:00000001 00:00000000 00000000     0        0 0 1 0000000000000000 100 0 0 10 0\n"
            + "   3: 0100007F:2222 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 99 1 0000000000000000 100 0 0 10 0\n");

        var collected = await CollectAsync(Secrets.None, 700);

        Assert.EndsWith("; 2 sockets", collected.Summary, StringComparison.Ordinal);
        Assert.Equal(
            """
            pid 700 (web): 8 of 1024 open: socket 2, deleted file 1, device 1, eventpoll 1, file 1, inotify 1, pipe 1
              0 -> /dev/null
              1 -> /var/log/web.log
              7 -> /tmp/x (deleted)

            """, _files["descriptors.txt"]);
        Assert.Equal(
            """
            tcp LISTEN       127.0.0.1:8080  3 wait to be accepted  pid 700
            tcp ESTABLISHED  127.0.0.1:8080 with 127.0.0.1:50242  unread 32, unsent 16  pid 700
            port 8080: 1 connections are open, 0 left open by it (CLOSE_WAIT), 1 wait to be accepted, 1 of them given up by the client

            """, _files["sockets.txt"]);
    }

    [SkippableFact]
    public async Task CollectAsync_ProcessWhoseFilesBlock_SaysAtWhichAndGoesOnWithTheOthers()
    {
        _proc.Process(700, "stuck", 1, command: "stuck");
        _proc.Process(702, "web", 1, command: "web");
        var fifo = Path.Combine(_proc.Root, "700/smaps_rollup");
        File.Delete(fifo);
        using (var made = Process.Start("mkfifo", fifo)) await made.WaitForExitAsync();

        var collected = await CollectAsync(Secrets.None, 700, 702);

        Assert.Equal(["/proc/700/smaps_rollup does not answer: the kernel holds a lock of pid 700"], collected.Problems.ToArray());
        Assert.Contains("    stuck\n", _files["processes.txt"], StringComparison.Ordinal);
        Assert.Contains("== pid 702 (web): smaps_rollup ==", _files["proc.txt"], StringComparison.Ordinal);
        // Lets the lost thread go.
        await File.WriteAllTextAsync(fifo, "Pss: 1 kB\n");
    }

    [SkippableFact]
    public async Task CollectAsync_WhatMayNotBeRead_IsSaidOnce()
    {
        foreach (var pid in (int[])[700, 702, 703, 704])
        {
            _proc.Process(pid, "web", 1);
            File.Delete(Path.Combine(_proc.Root, $"{pid}/io"));
            File.Delete(Path.Combine(_proc.Root, $"{pid}/smaps_rollup"));
            _proc.Open(pid, 0, "/dev/null");
        }

        var collected = await CollectAsync(Secrets.None, 700, 702, 703, 704);

        Assert.Equal(
            ["io, smaps_rollup of pid 700, 702, 703 and 1 more may not be read: run as their user or root, or put deploy/stacks.conf beside our unit (CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH)"],
            collected.Problems.ToArray());
    }

    [SkippableTheory]
    [InlineData(false, "run as their user or root, or put deploy/stacks.conf beside our unit (CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH)")]
    [InlineData(true, "that takes CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, which root lacks here")]
    public async Task CollectAsync_DescriptorsThatMayNotBeRead_SocketsAreUnseenAndNotNone(bool isRoot, string advice)
    {
        _proc.Process(700, "web", 1);
        _proc.Write("700/fd/3", "no link that could be read");

        var collected = await CollectAsync(Secrets.None, isRoot, 700);

        Assert.EndsWith("; sockets unseen", collected.Summary, StringComparison.Ordinal);
        Assert.Equal([$"descriptors, sockets of pid 700 may not be read: {advice}"], collected.Problems.ToArray());
        Assert.Equal("what 1 of its processes have open may not be seen: their sockets are missing here\n", _files["sockets.txt"]);
    }

    [SkippableFact]
    public async Task CollectAsync_NoProcess_IsSkipped() => Assert.True((await CollectAsync(Secrets.None)).IsSkipped);

    private Task<Watchdog.Evidence.Collected> CollectAsync(Secrets secrets, params int[] pids) => CollectAsync(secrets, false, pids);

    private Task<Watchdog.Evidence.Collected> CollectAsync(Secrets secrets, bool isRoot, params int[] pids) =>
        new ProcessesCollector(Evidences.Context(secrets: secrets), _proc.Root) { IsRoot = isRoot }.CollectAsync(Evidences.Subject(pids), _files, CancellationToken.None);
}
