using Watchdog.Evidence;

namespace Watchdog.Tests.Evidence;

/// <summary>A collector that does what the test says.</summary>
internal sealed class FakeCollector(string name, bool freezes = false) : ICollector, IAfterwards
{
    private int _runs;

    public string Name { get; } = name;

    public bool Freezes { get; } = freezes;

    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Runs that the test knows of.</summary>
    public int Awaited { get; set; }

    public Func<CancellationToken, Task<Collected>> OnCollect { get; set; } = _ => Task.FromResult(new Collected("found"));

    /// <summary>By default it has nothing to add once the action is over.</summary>
    public Collected After { get; set; } = new("") { IsSkipped = true };

    public Task<Collected> CollectAfterAsync(Subject subject, IBundleFiles files, CancellationToken cancel) => Task.FromResult(After);

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        Interlocked.Increment(ref _runs);
        files.Append($"{Name}.txt", $"{Name} of {subject.Service.Name}\n");
        return await OnCollect(cancel);
    }
}
