namespace Watchdog.Evidence;

/// <summary>A collector at work.</summary>
internal sealed class CollectorWork(Task<Collected> task)
{
    private volatile bool _isLeftBehind;

    public Task<Collected> Task => task;

    /// <summary>It did not come back when it was told to: nobody waits for it any more.</summary>
    public bool IsLeftBehind
    {
        get => _isLeftBehind;
        set => _isLeftBehind = value;
    }
}
