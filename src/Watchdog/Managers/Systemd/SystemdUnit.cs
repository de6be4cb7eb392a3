using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Probes;

namespace Watchdog.Managers.Systemd;

/// <summary>One unit of a systemd manager.</summary>
internal sealed class SystemdUnit(SystemdManager manager, string name) : IManagedUnit
{
    private static readonly TimeSpan s_pssDeadline = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly EndedRun _ended = new(manager, name);
    private ImmutableArray<Action> _subscribers = [];

    // An alias is listened to under the unit's own name, which the first look tells.
    private string _path = BusMatches.UnitPath(name);
    private TimeSpan _listensSince;
    private volatile JobRecord _jobs = JobRecord.Deaf;
    private volatile Whereabouts _whereabouts = new("", 0);
    private ProcessTree? _tree;

    public string Name => name;

    public async ValueTask<UnitLook> LookAsync(CancellationToken cancel)
    {
        var askedAt = manager.Uptime;
        var asked = manager.UnitAsync(_path, message => Seen(UnitProperties.Read(message), askedAt), cancel);
        var defaultTimeoutStop = await manager.DefaultTimeoutStopAsync(cancel).ConfigureAwait(false);
        var reply = await asked.ConfigureAwait(false);
        if (reply.Error is { } error) return UnitLook.NotSeen(error.Code, error.Message);

        var properties = reply.Value!;
        _whereabouts = new Whereabouts(properties.Text("ControlGroup"), (int)properties.Number("MainPID"));
        var jobType = await JobTypeAsync(properties.Job, cancel).ConfigureAwait(false);
        var lastEnd = await _ended.ByWhomAsync(properties, _jobs, cancel).ConfigureAwait(false);
        var kills = CgroupMemory.OomKills(manager.CgroupRoot, _whereabouts.ControlGroup);
        return UnitLook.Seen(UnitStatusReader.Status(properties, jobType, defaultTimeoutStop, lastEnd) with { OomKills = kills });
    }

    public Task<RestartOutcome> ActAsync(Restart order, CancellationToken cancel) => new UnitRestart(manager, this, order).RunAsync(cancel);

    /// <summary>Read from the cgroup's own files, where the last look said it is: asking systemd each time would cost more than the look at a URL.</summary>
    public async ValueTask<MemoryLook> ReadMemoryAsync(MemorySource source, CancellationToken cancel)
    {
        if (_whereabouts.ControlGroup.Length == 0 && await LookAsync(cancel).ConfigureAwait(false) is { Status: null } look)
            return new MemoryLook(null, null, look.Unseen);

        var (group, pid) = _whereabouts;
        if (group.Length == 0) return new MemoryLook(null, null, new Reason("not-running", $"{name} has no processes"));

        var memory = CgroupMemory.Read(manager.CgroupRoot, group);
        if (source == MemorySource.WorkingSet && (memory.Bytes is not null || pid == 0)) return memory;

        _tree ??= new ProcessTree("/proc", manager.Time);
        if (source == MemorySource.Pss)
        {
            var members = new Cgroups(manager.CgroupRoot).Processes(group);
            return await _tree.ReadPssAsync(members.IsEmpty ? _tree.Members(pid) : members, s_pssDeadline, cancel).ConfigureAwait(false) with { Limit = memory.Limit };
        }

        return await _tree.ReadAsync(pid, s_pssDeadline, cancel).ConfigureAwait(false);
    }

    public IDisposable Subscribe(Action changed)
    {
        lock (_lock)
        {
            if (_subscribers.IsEmpty)
            {
                manager.Listeners.Add(_path, this);
                _listensSince = manager.Uptime;
            }

            _subscribers = _subscribers.Add(changed);
        }

        return new Subscription(this, changed);
    }

    /// <summary>On the bus thread.</summary>
    internal void Changed()
    {
        foreach (var changed in _subscribers) changed();
    }

    /// <summary>On the bus thread: the bus was lost or found again. What happened between was not heard.</summary>
    internal void Lost()
    {
        lock (_lock) _jobs = JobRecord.Deaf;
        Changed();
    }

    /// <summary>On the bus thread.</summary>
    internal void JobQueued(uint id, string job)
    {
        lock (_lock) _jobs = _jobs.New(id);
        // Asked at once, while the job is still there; the answer is noted on the bus thread.
        _ = JobTypeAsync((id, job), CancellationToken.None).AsTask();
        Changed();
    }

    /// <summary>On the bus thread.</summary>
    internal void JobEnded(uint id, string result)
    {
        if (result == "done")
        {
            lock (_lock) _jobs = _jobs.Done(id, manager.Uptime);
        }

        Changed();
    }

    private async ValueTask<string?> JobTypeAsync((uint Id, string Path) job, CancellationToken cancel)
    {
        if (job.Id == 0) return null;

        var reply = await manager.PropertyAsync(job.Path, BusMatches.JobInterface, "JobType", "s", message => Typed(job.Id, message.ReadString()), cancel)
            .ConfigureAwait(false);
        return reply.Value;
    }

    private string Typed(uint job, string type)
    {
        lock (_lock) _jobs = _jobs.Typed(job, type);
        return type;
    }

    private UnitProperties Seen(UnitProperties properties, TimeSpan askedAt)
    {
        Follow(properties.Text("Id"));
        lock (_lock)
        {
            var listened = !_subscribers.IsEmpty && _listensSince <= askedAt;
            if (listened) _jobs = _jobs.Seen(askedAt, properties.Text("ActiveState") == "active", properties.Job.Id);
        }

        return properties;
    }

    private void Follow(string id)
    {
        var path = BusMatches.UnitPath(id);
        if (id.Length == 0 || path == _path) return;

        lock (_lock)
        {
            if (!_subscribers.IsEmpty)
            {
                manager.Listeners.Remove(_path, this);
                manager.Listeners.Add(path, this);
            }

            _path = path;
        }
    }

    private void Unsubscribe(Action changed)
    {
        lock (_lock)
        {
            _subscribers = _subscribers.Remove(changed);
            if (!_subscribers.IsEmpty) return;

            manager.Listeners.Remove(_path, this);
            _jobs = JobRecord.Deaf;
        }
    }

    private sealed class Subscription(SystemdUnit unit, Action changed) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) unit.Unsubscribe(changed);
        }
    }

    private sealed record Whereabouts(string ControlGroup, int MainPid);
}
