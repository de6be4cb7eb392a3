using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Tests.Managers;

/// <summary>Real children in a folder of their own.</summary>
internal sealed class ChildFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public ChildFixture(TimeSpan? stopTimeout = null)
    {
        Folder = Directory.CreateTempSubdirectory("watchdog-child-").FullName;
        var options = new ChildOptions(Path.Combine(Folder, "output")) { StopTimeout = stopTimeout ?? TimeSpan.FromSeconds(2) };
        Manager = new ChildManager(options, TimeProvider.System, NullLogger<ChildManager>.Instance);
    }

    public string Folder { get; }

    public ChildManager Manager { get; }

    public string Output(string service) => Path.Combine(Folder, "output", service + ".log");

    public static ProcessConfig Command(params string[] command) => new([.. command], null);

    public static ProcessConfig Shell(string script) => Command("/bin/sh", "-c", script);

    public static Restart Hung(UnitStatus status, TimeSpan? killAfter = null) =>
        new(1, Intent.RestartIfHung, new Reason("test", "")) { Instance = status.Instance, KillAfter = killAfter };

    public static Restart EnsureUp { get; } = new(1, Intent.EnsureUp, new Reason("test", ""));

    public static async Task<UnitStatus> LookAsync(ChildUnit unit) => (await unit.LookAsync(CancellationToken.None)).Status!;

    /// <summary>The first status that is such, woken by the unit's own notices; looked at now and then as well, for conditions outside of it.</summary>
    public static async Task<UnitStatus> UntilAsync(ChildUnit unit, Func<UnitStatus, bool> such)
    {
        using var told = new SemaphoreSlim(0);
        using var subscription = unit.Subscribe(() => told.Release());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            var status = await LookAsync(unit);
            if (such(status)) return status;
            await told.WaitAsync(TimeSpan.FromMilliseconds(20));
        }

        throw new TimeoutException($"It stayed so: {await LookAsync(unit)}");
    }

    public static Task<UnitStatus> UntilActiveAsync(ChildUnit unit) => UntilAsync(unit, status => status.State == UnitState.Active);

    public async Task<string> UntilWrittenAsync(string service, string text)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            if (File.Exists(Output(service)) && await File.ReadAllTextAsync(Output(service)) is var written && written.Contains(text)) return written;
            await Task.Delay(20);
        }

        throw new TimeoutException($"{service} never wrote {text}");
    }

    /// <summary>Neither running nor a zombie, looked at until it is so: what init has to collect may take a moment.</summary>
    public static async Task<bool> IsGoneAsync(int pid)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            if (ProcStat.Read(pid) is null) return true;
            if ((await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") Z ")) return true;
            await Task.Delay(20);
        }

        return false;
    }

    /// <summary>SIGSTOP, and waits until it has stopped: a SIGTERM that comes sooner would be taken first.</summary>
    public static async Task StopAsync(int pid)
    {
        Assert.Equal(0, Libc.Kill(pid, 19));
        while (!(await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") T ")) await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
