using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Managers;

namespace Watchdog.Supervision;

/// <summary>Expands template globs: each unit that matches is a service of its own, and units come and go.</summary>
internal sealed class Templates(ManagerSet managers, Action changed, ILogger log) : IDisposable
{
    private readonly Lock _reading = new();
    private readonly Dictionary<SystemdConfig, Followed> _followed = [];

    /// <summary>Follows the globs among these services, and no others.</summary>
    public void Follow(ImmutableArray<ServiceConfig> services)
    {
        var globs = services.Select(service => service.Manager).OfType<SystemdConfig>().Where(unit => unit.IsGlob).ToHashSet();
        lock (_reading)
        {
            foreach (var gone in _followed.Keys.Except(globs).ToArray())
            {
                _followed[gone].Subscription?.Dispose();
                _followed.Remove(gone);
            }

            foreach (var glob in globs)
            {
                if (_followed.ContainsKey(glob)) continue;
                var followed = _followed[glob] = new Followed();
                followed.Subscription = managers.Follow(glob, units => Set(followed, units));
            }
        }
    }

    /// <summary>The services with every glob replaced by the units that match it now.</summary>
    public IReadOnlyList<ServiceConfig> Expand(ImmutableArray<ServiceConfig> services)
    {
        var all = new List<ServiceConfig>(services.Length);
        var units = new HashSet<ManagerConfig>();
        lock (_reading)
        {
            foreach (var service in services)
            {
                if (service.Manager is not SystemdConfig { IsGlob: true } glob) all.Add(service);
                else if (_followed.TryGetValue(glob, out var followed)) all.AddRange(followed.Units.Select(unit => Instance(service, unit, units)).OfType<ServiceConfig>());
            }
        }

        return all;
    }

    /// <summary>The globs of which nothing has been told yet.</summary>
    public IReadOnlyList<string> Untold()
    {
        lock (_reading) return [.. _followed.Where(one => !one.Value.Told).Select(one => one.Key.Unit)];
    }

    public void Dispose()
    {
        lock (_reading)
        {
            foreach (var followed in _followed.Values) followed.Subscription?.Dispose();
            _followed.Clear();
        }
    }

    /// <summary>One that cannot be addressed is left out, and said so; the others are watched.</summary>
    private ServiceConfig? Instance(ServiceConfig template, string unit, HashSet<ManagerConfig> units)
    {
        var service = ServiceInstances.TryForInstance(template, unit, out var problem);
        if (service is not null && !units.Add(service.Manager)) (service, problem) = (null, $"{unit} is another glob's already, and two services would restart it against each other");
        if (service is null) Log.InstanceLeftOut(log, template.Name, problem);
        return service;
    }

    private void Set(Followed followed, ImmutableArray<string> units)
    {
        lock (_reading) (followed.Units, followed.Told) = (units, true);
        changed();
    }

    private sealed class Followed
    {
        public ImmutableArray<string> Units { get; set; } = [];

        public bool Told { get; set; }

        public IDisposable? Subscription { get; set; }
    }
}
