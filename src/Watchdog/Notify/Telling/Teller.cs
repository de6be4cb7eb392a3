using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify.Texts;

namespace Watchdog.Notify.Telling;

/// <summary>
/// Says what is sent of a service's steps, and to whom. Pure but for its own memory: nobody hears an end of what they were not told, and whoever was told
/// hears the end.
/// </summary>
/// <param name="service">Which.</param>
/// <param name="told">What people know of it.</param>
/// <param name="routing">Who wants to know what.</param>
/// <param name="place">For the texts.</param>
/// <param name="host">Many services are in trouble at once, which was told as one; null while that is not so.</param>
/// <param name="now">On the wall clock.</param>
internal sealed class Teller(ServiceConfig service, ToldService told, RoutingConfig routing, Surround place, ToldHost? host, DateTimeOffset now)
{
    private readonly List<Dispatch> _sent = [];

    /// <summary>What people know of it now.</summary>
    public ToldService Told { get; private set; } = told;

    public IReadOnlyList<Dispatch> Sent => _sent;

    /// <summary>It was restarted, and that was not told because of the others.</summary>
    public bool RestartedUntold { get; private set; }

    public void Tell(IncidentStep step)
    {
        if (step.Event == IncidentEvent.Noted)
        {
            News(step, MessageKind.Note);
            return;
        }

        if (IsOther(step)) LoseTrack();
        if (step.Evidence is { } taken) Told = Told with { Evidence = taken };
        if (Kinds.Of(step) is { } kind)
        {
            if (Kinds.IsNews(kind, step.Level)) News(step, kind);
            else Follow(step, kind);
        }

        if (step.Event is IncidentEvent.Recovered or IncidentEvent.Ended or IncidentEvent.CalledOff) Told = Told.Over();
    }

    /// <summary>A run begins, and knows of this incident, or of none: what belongs to another came about in a run that was killed before it had saved it.</summary>
    public void Resume(string? incident)
    {
        if (Told.Story.Length > 0 && Told.Story != incident) LoseTrack();
        else if (incident is null || (Told.Pending is { } pending && pending.Story != incident)) Told = Told.Over();
    }

    /// <summary>The others are well again: what was held back is told where it still is so.</summary>
    public void Release()
    {
        if (Told is not { Pending: { } message, HushedAt: null }) return;

        Begin(message, TakePending());
    }

    /// <summary>It was told of too often, and what came last was not told: where that goes on, people have to know.</summary>
    public void Insist()
    {
        if (Told is not { Pending: { } message, HushedAt: { } since } || !FloodRule.Stays(since, now)) return;

        var to = TakePending();
        if (to.IsEmpty) return;

        Know(message, to);
        Send(StoryTexts.Stays(service, message, now), to);
    }

    /// <summary>We were killed between telling a story and saving it: another one has begun, or what was told never came about.</summary>
    private bool IsOther(IncidentStep step) => Told.Story.Length > 0 && (Told.Story != step.Incident || step.Event == IncidentEvent.CalledOff);

    private void LoseTrack()
    {
        Send(StoryTexts.Lost(service, Told.Story, now, place), RouteRules.Known(routing, Told.To));
        Told = Told.Over();
    }

    private void News(IncidentStep step, MessageKind kind)
    {
        var to = RouteRules.To(routing, service, kind, step.Level);
        if (to.IsEmpty) return;

        var message = Message(step, kind);
        if (host?.Covers(service.Severity, to) == true && !Kinds.IsUrgent(kind))
        {
            RestartedUntold |= kind == MessageKind.Acted;
            if (kind != MessageKind.Note) HoldBack(message, to, Told.Pending?.Story == message.Story ? Told.HushedAt : null);
            else Begin(message, to);
            return;
        }

        Begin(message, Told.HushedAt is null ? InPlaceOfPending(message, to) : to);
    }

    private void Begin(Message message, ImmutableArray<string> to)
    {
        var (after, answer) = FloodRule.Admit(Told.Often, Kinds.IsUrgent(message.Kind), now);
        Told = Told with { Often = after };
        if (answer == FloodAnswer.Hush && message.Kind != MessageKind.Note && !IsKnown(message, to))
            HoldBack(message, to, Told.HushedAt ?? now);
        if (answer == FloodAnswer.Hush || to.IsEmpty) return;

        if (Told.HushedAt is not null) to = InPlaceOfPending(message, to);

        // A note has no end, so nobody waits for one.
        if (message.Kind != MessageKind.Note) Know(message, to);
        Send(answer == FloodAnswer.TellLast ? StoryTexts.Flood(service, message) : message, to);
    }

    /// <summary>All who were to get it know the story, and as no less grave.</summary>
    private bool IsKnown(Message message, ImmutableArray<string> to) => Told.Story == message.Story && message.Level <= Told.Level && to.All(Told.To.Contains);

    private void Know(Message message, ImmutableArray<string> to) => Told = Told with
    {
        Story = message.Story,
        To = [.. Told.To.Union(to)],
        Level = message.Level > Told.Level ? message.Level : Told.Level,
        Severity = service.Severity,
    };

    /// <summary>What is held back of a story is one message, the gravest; whoever was to get one of them is to get that.</summary>
    private void HoldBack(Message message, ImmutableArray<string> to, DateTimeOffset? hushedAt)
    {
        if (Told.Pending is { } before && before.Story == message.Story)
        {
            to = [.. Told.PendingTo.Union(to)];
            if (before.Level > message.Level) message = before;
        }

        Told = Told with { Pending = message, PendingTo = to, HushedAt = hushedAt };
    }

    /// <summary>A message that is told takes the place of what was held back of its story, also with those who were to get only that.</summary>
    private ImmutableArray<string> InPlaceOfPending(Message message, ImmutableArray<string> to)
    {
        if (message.Kind == MessageKind.Note || Told.Pending is not { } pending) return to;

        var waiting = TakePending();
        return pending.Story == message.Story ? [.. to.Union(waiting)] : to;
    }

    private ImmutableArray<string> TakePending()
    {
        var to = RouteRules.Known(routing, Told.PendingTo);
        Told = Told with { Pending = null, PendingTo = [], HushedAt = null };
        return to;
    }

    private void Follow(IncidentStep step, MessageKind kind)
    {
        if (Told.Story == step.Incident) Send(Message(step, kind), RouteRules.Known(routing, Told.To));
    }

    private Message Message(IncidentStep step, MessageKind kind) => StoryTexts.Of(service, step, kind, Told.Evidence, now, place);

    private void Send(Message message, ImmutableArray<string> to)
    {
        if (!to.IsEmpty) _sent.Add(new Dispatch(message, to, RouteRules.NotBefore(routing, service.Severity, now)));
    }
}
