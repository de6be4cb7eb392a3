namespace Watchdog.Managers;

/// <summary>Whoever wants to be told that there is something to look at.</summary>
internal sealed class Notices
{
    private readonly Lock _changing = new();
    private Action[] _subscribers = [];

    public IDisposable Subscribe(Action changed)
    {
        // Wrapped, so that of two equal subscriptions each ends only itself.
        Action own = () => changed();
        lock (_changing) _subscribers = [.. _subscribers, own];
        return new Subscription(this, own);
    }

    public void Tell()
    {
        foreach (var subscriber in Volatile.Read(ref _subscribers)) subscriber();
    }

    private void Remove(Action own)
    {
        lock (_changing) _subscribers = [.. _subscribers.Where(subscriber => !ReferenceEquals(subscriber, own))];
    }

    private sealed class Subscription(Notices notices, Action own) : IDisposable
    {
        public void Dispose() => notices.Remove(own);
    }
}
