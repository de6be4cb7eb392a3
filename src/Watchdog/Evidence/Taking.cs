using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>
/// One bundle on its way. What holds nothing still runs from its beginning on, side by side; what does, at its end, one after the other. All within the
/// budget, counted from the beginning; where the last look has taken most of that, what holds the processes still has <see cref="LeastForFreezing"/> all the same.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source of tokens without a wait handle holds nothing that a finalizer would not.")]
internal sealed class Taking(
    ServiceEvidence evidence, EvidenceDesk desk, Occasion occasion, ServiceState state, ImmutableArray<ICollector> collectors, DateTimeOffset? healthyAt, CancellationToken cancel)
{
    /// <summary>A restart waits at most so much longer than the last look has taken, where that was long. Of a short budget, half of it.</summary>
    public static readonly TimeSpan LeastForFreezing = TimeSpan.FromSeconds(5);

    /// <summary>Of the budget, for coming back when told to, and for the index. Of a short one, a fifth.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(2);

    /// <summary>What a moving target still reads must not be disturbed; but a hung reader must not cost the stacks. Of a short budget, a fifth.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    /// <summary>For the folder at its beginning and the index at its end, where a disk hangs.</summary>
    private static readonly TimeSpan s_disk = TimeSpan.FromSeconds(2);

    private readonly EvidenceConfig _config = desk.Config;
    private readonly Moment _began = desk.Clock.Now;
    private readonly CancellationTokenSource _late = new(Usable(desk.Config.Timeout), desk.Clock.Time);
    private readonly CollectorRuns _runs = new(evidence, desk);
    private Task<Bundle?> _made = Task.FromResult<Bundle?>(null);
    private Task _light = Task.CompletedTask;
    private volatile Subject? _subject;

    private string Service => evidence.Service.Name;

    private TimeProvider Time => desk.Clock.Time;

    /// <summary>Why nothing was kept; null where something was.</summary>
    public string? Problem { get; private set; }

    public void Start()
    {
        cancel.UnsafeRegister(static late => ((CancellationTokenSource)late!).Cancel(), _late);

        // A disk or a process table that hangs is not the caller's to wait for.
        _made = Task.Run(Make, CancellationToken.None);
        _light = LightAsync();
    }

    /// <summary>Ends it: nothing is done after all.</summary>
    public Task<string?> CallOffAsync()
    {
        evidence.Forget(this);
        return desk.FollowAsync(EndAsync(goesOn: false));
    }

    /// <summary>Ends it, with what holds its processes still where there is something to hold.</summary>
    public Task<string?> EndAsync() => desk.FollowAsync(EndAsync(goesOn: true));

    /// <summary>Adds what can only be had once the action is over.</summary>
    public async Task AddAsync(TimeSpan within)
    {
        var late = collectors.OfType<IAfterwards>().ToArray();
        if (late.Length == 0 || _subject is not { } subject || !_made.IsCompletedSuccessfully || _made.Result is not { Problem: null } bundle) return;

        using var deadline = new CancellationTokenSource(within, Time);
        foreach (var one in late)
        {
            var name = ((ICollector)one).Name;
            var files = bundle.FilesAfterwards(name);
            var added = await _runs.OneAsync(name, freezes: false, token => one.CollectAfterAsync(subject, files, token), deadline).ConfigureAwait(false);
            if (added.Ended == CollectorEnd.Skipped) continue;

            desk.Store.Note(bundle, index => index with
            {
                Collectors = index.Collectors.Add(Hidden(bundle, added with { Name = $"{name}, afterwards" })),
                Files = [.. bundle.Files],
                Bytes = bundle.Written,
            });
        }
    }

    /// <summary>The collectors may run as long as it leaves time to come back, and for the index.</summary>
    private static TimeSpan Usable(TimeSpan budget) => budget - Spans.Min(s_reserve, budget / 5);

    private async Task<string?> EndAsync(bool goesOn)
    {
        try
        {
            if (goesOn) await GoOnAsync().ConfigureAwait(false);
            else await _late.CancelAsync().ConfigureAwait(false);
            await _light.ConfigureAwait(false);
            return await FinishAsync(calledOff: !goesOn || cancel.IsCancellationRequested).ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            Log.EvidenceFailed(desk.Log, Service, bug);
            Problem ??= $"taking it failed with {bug.GetType().Name}";
            return null;
        }
        finally
        {
            if (_made is { IsCompletedSuccessfully: true, Result: { } bundle }) desk.Store.Leave(bundle);
            else _ = DropLateAsync();
        }
    }

    private Bundle? Make()
    {
        var unit = state.Unit;
        ImmutableArray<int> processes = unit is null ? [] : [.. desk.Kernel.ProcessesOf(unit).OrderBy(pid => pid != unit.MainPid).Take(512)];
        _subject = new Subject(evidence.Service, unit, state, processes, healthyAt, _began) { IsForAction = occasion.IsForAction };
        try
        {
            return desk.Store.Begin(IncidentId, _config, desk.Secrets.And(evidence.Service.Secrets), SummaryText.About(IndexNow()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Problem = failure.Message;
            return null;
        }
    }

    /// <summary>A folder that a slow disk has taken after all.</summary>
    private async Task DropLateAsync()
    {
        await ((Task)_made).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_made is { IsCompletedSuccessfully: true, Result: { } bundle }) desk.Store.Drop(bundle);
    }

    private string IncidentId => state.Incident?.Id ?? Incident.IdOf(Service, _began.Utc);

    private async Task LightAsync()
    {
        if (await MadeAsync().ConfigureAwait(false) is not { } bundle) return;

        await _runs.SideBySideAsync([.. collectors.Where(one => !one.Freezes)], _subject!, bundle, _late).ConfigureAwait(false);
    }

    private async Task<Bundle?> MadeAsync()
    {
        try
        {
            return await _made.WaitAsync(s_disk, Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Problem = $"{desk.Store.Root} did not take a folder within {Words.Span(s_disk)}";
            return null;
        }
    }

    /// <summary>To the end of what holds nothing still, or of the budget; then what does.</summary>
    private async Task GoOnAsync()
    {
        ImmutableArray<ICollector> freezing = occasion.MayFreeze ? [.. collectors.Where(one => one.Freezes)] : [];
        if (freezing.Length == 0) return;

        await _light.WaitAsync(Spans.Min(s_settle, _config.Timeout / 5), Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (await MadeAsync().ConfigureAwait(false) is not { } bundle) return;

        var left = Usable(_config.Timeout) - (desk.Clock.Now.Uptime - _began.Uptime);
        var least = Spans.Min(LeastForFreezing, _config.Timeout / 2);
        using var late = new CancellationTokenSource(Spans.Max(left, least), Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var stranger = Hearsay.IsKnown(evidence.Service.Policy, state) ? null : $"pid {state.Unit!.MainPid} is known by a file alone, which may be an old one: a stranger is not held still";
        await _runs.OneByOneAsync(freezing, stranger, _subject!, bundle, either).ConfigureAwait(false);
    }

    private async Task<string?> FinishAsync(bool calledOff)
    {
        if (_made is not { IsCompletedSuccessfully: true, Result: { } bundle })
        {
            Log.EvidenceNotKept(desk.Log, Service, Problem ?? "its folder was not made in time");
            return null;
        }

        bundle.Seal();
        var finished = Task.Run(() => Finish(bundle, calledOff), CancellationToken.None);
        try
        {
            Problem = await finished.WaitAsync(s_disk, Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Problem = $"{desk.Store.Root} did not take the index within {Words.Span(s_disk)}";
        }

        if (Problem is null)
        {
            Log.EvidenceTaken(desk.Log, Service, bundle.Id, Words.Size(bundle.Written), Words.Span(desk.Clock.Now.Uptime - _began.Uptime));
            return bundle.Id;
        }

        Log.EvidenceNotKept(desk.Log, Service, Problem);
        return null;
    }

    /// <returns>Why the disk did not take it; then it has been given its room back.</returns>
    private string? Finish(Bundle bundle, bool calledOff)
    {
        var problem = bundle.Problem;
        try
        {
            if (problem is null) desk.Store.Finish(bundle, Index(bundle, calledOff), _config);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
        }

        if (problem is not null) desk.Store.Drop(bundle);
        return problem;
    }

    private BundleIndex Index(Bundle bundle, bool calledOff)
    {
        var index = IndexNow();
        return index with
        {
            Id = bundle.Id,
            Reason = index.Reason with { Sentence = bundle.Hide(index.Reason.Sentence ?? "") },
            Diagnosis = index.Diagnosis is { } made ? made with { Sentence = bundle.Hide(made.Sentence ?? "") } : null,
            Took = desk.Clock.Now.Uptime - _began.Uptime,
            CalledOff = calledOff,
            Froze = _runs.Froze,
            Collectors = [.. _runs.Ended.Select(one => Hidden(bundle, one))],
            Files = [.. bundle.Files],
            Bytes = bundle.Written,
            Dropped = bundle.Dropped,
        };
    }

    private BundleIndex IndexNow() => new()
    {
        Id = IncidentId,
        Incident = state.Incident?.Id,
        Service = Service,
        Unit = evidence.Service.Manager.KnownAs,
        Host = Environment.MachineName,
        At = _began.Utc,
        Purpose = occasion.Purpose,
        Cause = occasion.Cause,
        Reason = occasion.Reason,
        Phase = state.Phase,
        Verdict = Judge.Of(evidence.Service.Policy, state),
        Diagnosis = state.Check(occasion.Cause).Diagnosis?.Reason,
        HealthyAt = healthyAt,
        Instance = state.Instance,
        MainPid = state.Unit?.MainPid ?? 0,
        Processes = _subject?.Processes.Length ?? 0,
    };

    private static IndexedCollector Hidden(Bundle bundle, IndexedCollector one) =>
        one with { Summary = bundle.Hide(one.Summary), Problems = [.. one.Problems.Select(bundle.Hide)] };
}
