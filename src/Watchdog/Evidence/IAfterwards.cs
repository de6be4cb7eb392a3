namespace Watchdog.Evidence;

/// <summary>A collector that has something to add when the action is over: what the process wrote when it was asked by <c>restart.signal</c> for its stacks.</summary>
internal interface IAfterwards
{
    /// <summary>Like <see cref="ICollector.CollectAsync"/>, with the same subject, once the action has ended; nothing waits for it but the bundle.</summary>
    Task<Collected> CollectAfterAsync(Subject subject, IBundleFiles files, CancellationToken cancel);
}
