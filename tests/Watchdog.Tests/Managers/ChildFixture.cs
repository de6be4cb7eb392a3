using System.Diagnostics;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Tests.Journal;

namespace Watchdog.Tests.Managers;

/// <summary>Real children in a folder of their own.</summary>
internal sealed class ChildFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly List<int> _outlived = [];

    public ChildFixture(TimeSpan? stopTimeout = null, ChildCgroups? groups = null)
    {
        Folder = Directory.CreateTempSubdirectory("watchdog-child-").FullName;
        var options = ChildOptions.In(Folder) with { StopTimeout = stopTimeout ?? TimeSpan.FromSeconds(2) };
        if (groups is not null) options = options with { Groups = groups };
        Manager = new ChildManager(options, TimeProvider.System, Log);
        Next = new ChildManager(options, TimeProvider.System, Log);
        Records = new ChildRecords(options.RecordFolder, TimeProvider.System, Log);
    }

    public string Folder { get; }

    public CapturedLog Log { get; } = new();

    public ChildManager Manager { get; }

    /// <summary>That of the next run of ours, for when the first is disposed.</summary>
    public ChildManager Next { get; }

    /// <summary>As the manager has them.</summary>
    public ChildRecords Records { get; }

    public string Record(string service) => Path.Combine(Folder, "children", service + ".json");

    public string Output(string service) => Path.Combine(Folder, "output", service + ".log");

    /// <summary>The unit, ordered to start unless it runs.</summary>
    public ChildUnit Unit(string service, ProcessConfig config)
    {
        var unit = Manager.Unit(service, config);
        _ = unit.ActAsync(EnsureUp, CancellationToken.None);
        return unit;
    }

    /// <summary>What a run before this one has started and recorded before it was killed.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="config">What it runs.</param>
    /// <param name="change">Makes another record of it.</param>
    public ChildRecord Outlive(string service, ProcessConfig config, Func<ChildRecord, ChildRecord>? change = null)
    {
        Records.Prepare(service);
        int pid;
        using (var pipe = ChildPipe.Create(Records.PipeOf(service), out var nameless))
        {
            Assert.Null(nameless);
            (pid, var failure) = Spawner.Start(config, pipe.Writer!);
            Assert.Null(failure.Code);
        }

        _outlived.Add(pid);
        var start = ProcessIdentity.Of(pid)!.Value.Start;
        var record = new ChildRecord(
            ChildRecord.Current, service, Watchdog.Journal.BootId.Read(), pid, start, $"{pid}:{start}", TimeProvider.System.GetElapsedTime(0).Ticks, config.Command, null);
        if (change is not null) record = change(record);
        Records.Save(record);
        return record;
    }

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
        Assert.Equal(0, Processes.Kill(pid, 19));
        while (!(await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") T ")) await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await Next.DisposeAsync();
        foreach (var pid in _outlived)
        {
            _ = Processes.Kill(-pid, Libc.SigKill);
            _ = Libc.WaitPid(pid, out _, 0);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
