using Watchdog.Config;

namespace Watchdog.Managers;

/// <summary>
/// The embedded <c>process</c> manager: services that are children of ours, for machines and for demonstrations without a service manager. They end
/// when this is disposed. Those that an earlier run could not end, since it was killed, are taken up again.
/// </summary>
internal sealed class ChildManager(ChildOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ChildRecords _records = new(options.RecordFolder, time, logger);
    private readonly Dictionary<string, ChildUnit> _units = [];
    private readonly Lock _changing = new();
    private bool _closed;

    /// <summary>
    /// The unit of that service. One that is new is taken up if its child lives, else it waits for the order to start it. One that is known goes on as it is,
    /// since no reload ever restarts anything: a changed command takes effect with its next start.
    /// </summary>
    public ChildUnit Unit(string service, ProcessConfig config)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_units.TryGetValue(service, out var known))
            {
                known.Configure(config);
                return known;
            }

            return _units[service] = new ChildUnit(service, config, options, _records, time, logger);
        }
    }

    /// <summary>Ends the child of a service that is no longer configured.</summary>
    public async Task RemoveAsync(string service)
    {
        ChildUnit? unit;
        lock (_changing) _units.Remove(service, out unit);
        if (unit is not null) await unit.RemoveAsync();
    }

    /// <summary>
    /// Ends what an earlier run has left of services that are not among these, as a reload does when they go. To be called before the others are started,
    /// which may need its ports.
    /// </summary>
    public Task EndOthersAsync(IReadOnlySet<string> services) =>
        Task.WhenAll(_records.All().Where(record => !services.Contains(record.Service)).Select(record => EndAsync(record.Service)));

    /// <summary>Ends all of them at once; takes no longer than the slowest.</summary>
    public async ValueTask DisposeAsync()
    {
        ChildUnit[] units;
        lock (_changing)
        {
            _closed = true;
            units = [.. _units.Values];
            _units.Clear();
        }

        await Task.WhenAll(units.Select(unit => unit.DisposeAsync().AsTask()));
    }

    private async Task EndAsync(string service)
    {
        using var log = options.LogOf(service, time, logger);
        var starter = new ChildStarter(service, log, _records, options, time, logger);
        if (starter.TakeUp(null, out _) is not { } child)
        {
            starter.Forget(null);
            return;
        }


        Log.ChildUnclaimed(logger, service, child.Pid);
        var stopped = await child.StopAsync(options.StopTimeout, time, CancellationToken.None);
        if (stopped == StopResult.StillThere) return;       // its record stays: the next start of ours tries again
        starter.Forget(child);
        await child.Drained;
    }
}
