using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence.Own;
using Watchdog.Supervision;

namespace Watchdog.Evidence;

/// <summary>Takes the evidence of one service. Whatever goes wrong with it costs the evidence alone.</summary>
internal sealed class ServiceEvidence(ServiceConfig service, EvidenceDesk desk)
{
    /// <summary>For what is added once an action has ended.</summary>
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private (EvidenceConfig? Of, ImmutableArray<ICollector> All) _collectors;

    /// <summary>The one that was begun for the action that is under way or due.</summary>
    private Taking? _last;

    public ServiceConfig Service => service;

    /// <summary>Whether its processes are held still.</summary>
    public Stillness Stillness { get; } = new(desk.Clock.Time);

    /// <summary>Two debuggers cannot hold one process.</summary>
    public SemaphoreSlim Freezing { get; } = new(1, 1);

    /// <summary>Begins a bundle: what holds nothing still is collected from now on.</summary>
    /// <param name="occasion">What for.</param>
    /// <param name="state">As the judgement sees the service.</param>
    /// <param name="slots">Its checks, and what is remembered of their looks.</param>
    /// <param name="cancel">Our end.</param>
    /// <returns>Null where none is to be taken.</returns>
    public Taking? Begin(Occasion occasion, ServiceState state, ImmutableArray<CheckSlot> slots, CancellationToken cancel)
    {
        if (occasion.IsForAction) Interlocked.Exchange(ref _last, null);
        if (!desk.Config.Enabled && occasion.Purpose != Purpose.Demand) return null;
        if (occasion.Reason.Code == UnitStatus.NotStarted) return null;         // a start that is due explains itself

        var taking = new Taking(this, desk, occasion, state, [.. Collectors(), new ProbesCollector(slots), new HistoryCollector(desk.Journal)], HealthyAt(state, slots, desk.Clock.Now), cancel);
        if (occasion.IsForAction) Interlocked.Exchange(ref _last, taking);
        taking.Start();
        return taking;
    }

    /// <summary>Waits until no bundle holds its processes still, no longer than one may; none does before the place is given back.</summary>
    /// <returns>Null where one still does.</returns>
    public async Task<Place?> FreeAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(desk.Config.Timeout + Taking.LeastForFreezing, desk.Clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        return await Place.EnterAsync(Freezing, either.Token).ConfigureAwait(false);
    }

    /// <summary>The action that a bundle was begun for is over: what has something to add then, adds it. Nothing waits for it.</summary>
    public void AfterAction()
    {
        if (Interlocked.Exchange(ref _last, null) is { } taking) desk.Afterwards(() => taking.AddAsync(s_after));
    }

    /// <summary>Nothing is done after all.</summary>
    public void Forget(Taking taking) => Interlocked.CompareExchange(ref _last, null, taking);

    private ImmutableArray<ICollector> Collectors()
    {
        lock (_gate)
        {
            var config = desk.Config;
            if (!ReferenceEquals(_collectors.Of, config)) _collectors = (config, desk.CollectorsOf(service, config));
            return _collectors.All;
        }
    }

    /// <summary>When all was last known to be well: now, or at the last pass before the trouble; null where that is not known.</summary>
    private static DateTimeOffset? HealthyAt(ServiceState state, ImmutableArray<CheckSlot> slots, Moment now)
    {
        var failing = state.Checks.Where(check => check.FailingSince is not null).MinBy(check => check.FailingSince);
        if (failing is { FailingSince: { } since })
        {
            // Of a number that rides on another's answer, the other's passes tell nothing; and one within the row was no more than a moment.
            var begun = now.Utc - (now.Uptime - since);
            var own = slots.FirstOrDefault(slot => slot.Policy.Name == failing.Check);
            var passed = own?.Transcripts.PassedAt;
            if (passed <= begun) return passed;
            if (own is not null && passed is null && failing.Failures == 1) return null;        // our only look: what was before it, nobody saw
            return failing.EverPassed || passed is not null ? begun : null;
        }

        if (state is { Phase: Phase.Watching, HealthySince: not null }) return now.Utc;

        // Its run has ended, so its checks know nothing any more: the last pass of this run of ours, else when a unit without checks has ended.
        if (!slots.IsEmpty) return slots.Max(slot => slot.Transcripts.PassedAt);
        return state is { Incident: { } incident, Instance.Length: > 0 } ? now.Utc - (now.Uptime - incident.Since) : null;
    }
}
