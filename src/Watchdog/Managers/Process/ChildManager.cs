using Watchdog.Config;

namespace Watchdog.Managers;

/// <summary>
/// The embedded <c>process</c> manager: services that are children of ours, for machines and for demonstrations without a service manager. They end
/// when this is disposed; it keeps nothing of them across our own restart.
/// </summary>
internal sealed class ChildManager(ChildOptions options, TimeProvider time, ILogger<ChildManager> logger) : IAsyncDisposable
{
    private readonly Dictionary<string, ChildUnit> _units = [];
    private readonly Lock _changing = new();
    private bool _closed;

    /// <summary>
    /// The unit of that service. One that is new is started at once, in the background. One that is known goes on as it is, since no reload
    /// ever restarts anything: a changed command takes effect with its next start.
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

            return _units[service] = new ChildUnit(service, config, options, time, logger);
        }
    }

    /// <summary>Ends the child of a service that is no longer configured.</summary>
    public async Task RemoveAsync(string service)
    {
        ChildUnit? unit;
        lock (_changing) _units.Remove(service, out unit);
        if (unit is not null) await unit.DisposeAsync();
    }

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
}
