using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>The daemon is killed, its children live on, and the next one takes them up again.</summary>
public sealed class TakeUpTests : IDisposable
{
    private readonly BuiltProgram _watchdog = new();
    private readonly int _port = FreePort();

    private string Children => Path.Combine(_watchdog.State, "children");

    public void Dispose()
    {
        foreach (var record in new ChildRecords(Children, TimeProvider.System, new Journal.CapturedLog()).All())
        {
            if (record.Identity.Lives) _ = Processes.Kill(-record.Pid, Libc.SigKill);
        }

        _watchdog.Dispose();
    }

    [SkippableFact]
    public async Task Run_AfterItWasKilled_TakesItsChildUpMissesNothingAndCuresItsHang()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a hang is told apart by /proc");
        Serve("web");
        using (var first = new RunningDaemon(_watchdog))
        {
            await first.UntilSaysAsync("web: Starting -> Watching");
            await first.EndAsync(Libc.SigKill);
        }

        var child = Record("web");
        File.WriteAllText(Path.Combine(_watchdog.Folder, "say"), "");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(_watchdog.Folder, "said")), "the child goes on, and what it writes does not block it");
        Assert.True(child.Identity.Lives);

        using var second = new RunningDaemon(_watchdog);
        await second.UntilSaysAsync($"web: pid {child.Pid} has outlived us and is taken up again");
        await second.UntilSaysAsync("services watched: 1");
        Assert.Equal(child.Instance, Record("web").Instance);
        var wanted = string.Concat(Enumerable.Range(1, 20_000).Select(number => $"{number}\n"));
        var log = Path.Combine(_watchdog.State, "output", "web.log");
        await Eventually.TrueAsync(() => File.ReadAllText(log).Contains(wanted, StringComparison.Ordinal), () => $"all of it is in the log, not {File.ReadAllText(log).Length} of {wanted.Length}");
        Assert.StartsWith("begin\n", File.ReadAllText(log), StringComparison.Ordinal);

        Assert.Equal(0, Processes.Kill(child.Pid, Libc.SigStop));
        await second.UntilSaysAsync("web: recovered");

        Assert.False(child.Identity.Lives);
        var next = Record("web");
        Assert.True(next.Identity.Lives);
        Assert.Equal(0, await second.EndAsync(Libc.SigTerm));
        Assert.False(next.Identity.Lives);
        Assert.Empty(Directory.GetFiles(Children));
        Assert.Equal(["operator", "ours"], Starts("web"));      // the first, and the one that cured the hang: taking it up was none
    }

    [Fact]
    public async Task Run_AfterItWasKilledAndTheServiceRenamed_EndsTheOldOneBeforeTheNewOneNeedsItsPort()
    {
        Serve("old");
        using (var first = new RunningDaemon(_watchdog))
        {
            await first.UntilSaysAsync("old: Starting -> Watching");
            await first.EndAsync(Libc.SigKill);
        }

        var old = Record("old");
        Serve("new");
        using var second = new RunningDaemon(_watchdog);
        await second.UntilSaysAsync("new: Starting -> Watching");

        Assert.Contains($"old: no longer configured, so what an earlier run of ours has left of it ends: pid {old.Pid}", second.Said, StringComparison.Ordinal);
        Assert.False(old.Identity.Lives);
        Assert.Equal(0, await second.EndAsync(Libc.SigTerm));
        Assert.Empty(Directory.GetFiles(Children));
    }

    [SkippableFact]
    public async Task Run_AfterItWasKilledWithAChildThatIsHeld_StartsItNotAgain()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var starts = Path.Combine(_watchdog.Folder, "starts");
        _watchdog.Services("""
            "web": { "process": { "command": ["/bin/sh", "-c", "echo >>starts; exit 1"], "workingDirectory": "FOLDER" }, "restart": { "backoff": { "initial": "1s", "max": "1s" } } }
            """.Replace("FOLDER", _watchdog.Folder, StringComparison.Ordinal));
        using (var first = new RunningDaemon(_watchdog))
        {
            await first.UntilSaysAsync("-> Holding: ");
            await first.EndAsync(Libc.SigKill);
        }

        var before = File.ReadAllLines(starts).Length;
        using (var second = new RunningDaemon(_watchdog))
        {
            await second.UntilSaysAsync("services watched: 1");
            await second.UntilSaysAsync("web: not acting: ineffective");
            Assert.Equal(0, await second.EndAsync(Libc.SigTerm));
        }

        using var third = new RunningDaemon(_watchdog);
        await third.UntilSaysAsync("web: not acting: ineffective");
        Assert.Equal(before, File.ReadAllLines(starts).Length);
        Assert.DoesNotContain("operator", Starts("web").Skip(1));
    }

    private void Serve(string name)
    {
        // What answers is the leader; beside it something writes more than a pipe holds that nobody has made larger, when it is told to.
        const string Script =
            "echo begin; while :; do if [ -e say ]; then rm say; seq 1 20000; touch said; fi; sleep 0.05; done & exec \"$WATCHDOG\" sample-service --port \"$0\"";
        _watchdog.Services($$"""
            "{{name}}": {
              "process": { "command": ["/bin/sh", "-c", "{{JsonEncodedText.Encode(Script)}}", "{{_port}}"], "workingDirectory": "{{_watchdog.Folder}}" },
              "liveness": { "url": "http://127.0.0.1:{{_port}}/health", "interval": "1s", "timeout": "4s" },
              "restart": { "killAfter": "1s" }
            }
            """);
    }

    private ChildRecord Record(string service) => new ChildRecords(Children, TimeProvider.System, new Journal.CapturedLog()).Load(service)!;

    private string[] Starts(string service)
    {
        using var state = JsonDocument.Parse(File.ReadAllText(Path.Combine(_watchdog.State, "state", service + ".json")));
        return [.. state.RootElement.GetProperty("state").GetProperty("ledger").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()!)];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
