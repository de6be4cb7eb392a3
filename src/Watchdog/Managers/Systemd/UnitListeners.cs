namespace Watchdog.Managers.Systemd;

/// <summary>The units that somebody has subscribed to, by object path.</summary>
internal sealed class UnitListeners
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SystemdUnit[]> _byPath = [];

    public void Add(string path, SystemdUnit unit)
    {
        lock (_lock) _byPath[path] = [.. _byPath.GetValueOrDefault(path, []), unit];
    }

    public void Remove(string path, SystemdUnit unit)
    {
        lock (_lock)
        {
            var left = Array.FindAll(_byPath.GetValueOrDefault(path, []), other => other != unit);
            if (left.Length > 0) _byPath[path] = left;
            else _byPath.Remove(path);
        }
    }

    public void At(string path, Action<SystemdUnit> tell)
    {
        SystemdUnit[]? units;
        lock (_lock) _byPath.TryGetValue(path, out units);
        foreach (var unit in units ?? []) tell(unit);
    }

    public void Each(Action<SystemdUnit> tell)
    {
        SystemdUnit[] all;
        lock (_lock) all = [.. _byPath.Values.SelectMany(static units => units).Distinct()];
        foreach (var unit in all) tell(unit);
    }
}
