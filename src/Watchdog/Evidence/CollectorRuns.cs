using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Watchdog.Evidence;

/// <summary>Runs the collectors of one bundle and keeps what became of each: none costs another anything, whether it fails, hangs or is left behind.</summary>
internal sealed class CollectorRuns(ServiceEvidence evidence, EvidenceDesk desk)
{
    /// <summary>Between the token and being left behind: a debugger has to be ended, and its process let go.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentQueue<IndexedCollector> _ended = new();

    /// <summary>What became of those that are over.</summary>
    public IEnumerable<IndexedCollector> Ended => _ended;

    /// <summary>For how long processes were held still.</summary>
    public TimeSpan Froze { get; private set; }

    private string Service => evidence.Service.Name;

    private TimeProvider Time => desk.Clock.Time;

    /// <summary>Those that hold nothing still; told in their order once all are over.</summary>
    public async Task SideBySideAsync(ImmutableArray<ICollector> collectors, Subject subject, Bundle bundle, CancellationTokenSource late)
    {
        foreach (var ended in await Task.WhenAll(collectors.Select(one => CollectAsync(one, subject, bundle, late))).ConfigureAwait(false)) _ended.Enqueue(ended);
    }

    /// <summary>Those that hold the processes still: few bundles at a time may, and of one service only one.</summary>
    /// <param name="collectors">Which.</param>
    /// <param name="whyNot">Why none is to be run; null where all are.</param>
    /// <param name="subject">Of what.</param>
    /// <param name="bundle">Where to.</param>
    /// <param name="late">The end of their time.</param>
    public async Task OneByOneAsync(ImmutableArray<ICollector> collectors, string? whyNot, Subject subject, Bundle bundle, CancellationTokenSource late)
    {
        if (whyNot is not null)
        {
            foreach (var one in collectors) _ended.Enqueue(NotRun(one.Name, whyNot));
            return;
        }

        using var place = await Place.EnterAsync(desk.Places, late.Token).ConfigureAwait(false);
        using var process = place is null ? null : await Place.EnterAsync(evidence.Freezing, late.Token).ConfigureAwait(false);
        var without = place is null ? "other bundles had both places for that until the time was up"
            : process is null ? "another bundle of this service held it until the time was up"
            : null;
        foreach (var one in collectors)
        {
            var why = without ?? (late.IsCancellationRequested ? "the time was up" : null);
            var ended = why is null ? await CollectAsync(one, subject, bundle, late).ConfigureAwait(false) : NotRun(one.Name, why);
            if (ended.Froze) Froze += ended.Took;
            _ended.Enqueue(ended);
        }
    }

    /// <summary>One by itself; what became of it is the caller's to tell.</summary>
    public async Task<IndexedCollector> OneAsync(string name, bool freezes, Func<CancellationToken, Task<Collected>> collect, CancellationTokenSource late)
    {
        using var place = await Place.EnterAsync(desk.AtWork, late.Token).ConfigureAwait(false);
        if (place is null) return NotRun(name, "too much else was under way until the time was up");

        // The work outlives this where it hangs, so its token must not be disposed of with us.
        var token = late.Token;
        CollectorWork? work = null;
        var began = Time.GetTimestamp();
        if (freezes) evidence.Stillness.Begin();
        try
        {
            while (!desk.TryStart(Service, name, () => collect(token), out work))
            {
                if (work.IsLeftBehind) return NotRun(name, "that of an earlier bundle has still not come back");

                await ((Task)work.Task).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (token.IsCancellationRequested) return NotRun(name, "that of another bundle was under way until the time was up");
            }

            began = Time.GetTimestamp();
            var collected = await WithinAsync(work.Task, token).ConfigureAwait(false);
            var ended = Over(collected.IsSkipped ? CollectorEnd.Skipped : CollectorEnd.Done, collected.Summary, collected.Problems);
            return ended with { Froze = freezes && collected is { IsSkipped: false, HeldNothing: false } };
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return Over(CollectorEnd.Late, "what it had written until then stays", []);
        }
        catch (TimeoutException)
        {
            work!.IsLeftBehind = true;
            Log.CollectorLeftBehind(desk.Log, Service, name);
            return Over(CollectorEnd.Late, "it did not come back when it was told to, and was left behind", []);
        }
        catch (Exception bug)
        {
            Log.CollectorFailed(desk.Log, Service, name, bug);
            return Over(CollectorEnd.Failed, $"it failed with {bug.GetType().Name}", []);
        }
        finally
        {
            if (freezes) evidence.Stillness.End();      // also of one that was left behind: whoever is held for ever is as good as frozen
        }

        IndexedCollector Over(CollectorEnd how, string summary, ImmutableArray<string> problems) =>
            new(name, how, summary, Time.GetElapsedTime(began), freezes, problems.IsDefault ? [] : problems);
    }

    private Task<IndexedCollector> CollectAsync(ICollector collector, Subject subject, Bundle bundle, CancellationTokenSource late)
    {
        var files = bundle.FilesOf(collector.Name);
        return OneAsync(collector.Name, collector.Freezes, token => collector.CollectAsync(subject, files, token), late);
    }

    /// <summary>Past its token, it has a moment to come back.</summary>
    private async Task<Collected> WithinAsync(Task<Collected> work, CancellationToken late)
    {
        await ((Task)work).WaitAsync(late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await work.WaitAsync(s_grace, Time, CancellationToken.None).ConfigureAwait(false);
    }

    private static IndexedCollector NotRun(string name, string why) => new(name, CollectorEnd.NotRun, why, TimeSpan.Zero, Froze: false, []);
}
