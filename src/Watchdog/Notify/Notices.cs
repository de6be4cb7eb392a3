using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify.Telling;
using Watchdog.Notify.Texts;

namespace Watchdog.Notify;

/// <summary>Makes messages of what happens, and puts them into the outbox for whom they concern. Called from every service's loop.</summary>
internal sealed class Notices : INotices, IHostNotices
{
    private const string ManyAtOnce = "many services at once";

    private readonly Lock _gate = new();
    private readonly IOutbox _outbox;
    private readonly ToldStore _store;
    private readonly Surround _place;
    private readonly ILogger _log;
    private ToldFile _told;
    private bool _isSettling;
    private ToldHost? _lastHost;
    private ImmutableHashSet<string> _missing = [];

    public Notices(RoutingConfig routing, IOutbox outbox, ToldStore store, Surround place, ILogger log)
    {
        (Routing, _outbox, _store, _place, _log) = (routing, outbox, store, place, log);
        _told = store.Load();
        _isSettling = _told.Host is null && _told.Services.Values.Any(service => service is { Pending: not null, HushedAt: null });
    }

    /// <summary>Replaced when the configuration is.</summary>
    public RoutingConfig Routing { get; set => Volatile.Write(ref field, value); }

    /// <summary>Asked before something new is told, outside of our lock: it may find that many services are in trouble, and tell us.</summary>
    public Action LookAround { get; set; } = static () => { };

    public bool IsHost
    {
        get { lock (_gate) return _told.Host is not null; }
    }

    public bool IsSettling
    {
        get { lock (_gate) return _isSettling; }
    }

    public bool IsHushed
    {
        get { lock (_gate) return _told.Services.Values.Any(service => service.HushedAt is not null); }
    }

    public void Tell(ServiceConfig service, ImmutableArray<IncidentStep> steps, Moment now)
    {
        if (Routing.Notifiers.IsEmpty) return;

        Guarded(service.Name, () =>
        {
            if (steps.Any(IsNews)) LookAround();
            lock (_gate) Follow([service], now.Utc, teller => Tell(teller, steps));
            if (IsHushed) LookAround();     // somebody has to come back to it
        });
    }

    public void Resume(ServiceConfig service, string? incident, Moment now) => Guarded(service.Name, () =>
    {
        lock (_gate) Follow([service], now.Utc, teller => teller.Resume(incident));
    });

    public void HostBegan(ImmutableArray<ServiceConfig> services, int watched, bool isHeld, Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate)
        {
            if (_told.Host is not null || Routing.Notifiers.IsEmpty) return;

            var (often, answer) = FloodRule.Admit(_told.HostOften, always: false, now.Utc);
            var host = new ToldHost(HostTexts.IdOf(now.Utc), now.Utc)
            {
                To = RouteRules.To(Routing, services, MessageKind.Host, AlertLevel.Critical),
                Severity = Severest(services),
                IsHushed = answer == FloodAnswer.Hush,
            };
            var message = HostTexts.Began(host, Names(services), watched, isHeld, _place);
            if (answer == FloodAnswer.TellLast) message = HostTexts.Flood(message);
            _isSettling = false;
            Log.TellingFolded(_log, message.Title);
            Keep(_told with { Host = host, HostOften = often }, Dispatches(host, message, now), isNew: true);
        }
    });

    public void HostGoesOn(ImmutableArray<ServiceConfig> services, int watched, Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate)
        {
            if (_told.Host is not { } host) return;

            var isNews = host.IsHushed && FloodRule.Stays(host.Since, now.Utc);
            if (!isNews && !host.IsToBeNoted(now.Utc)) return;

            host = host with { IsHushed = host.IsHushed && !isNews, SeenAt = now.Utc };
            Keep(_told with { Host = host }, isNews ? Dispatches(host, HostTexts.GoesOn(host, Names(services), watched, now.Utc, _place), now) : [], isNew: true);
        }
    });

    public void HostEnded(Crowd rest, Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate)
        {
            if (_told.Host is { } host) Unfold(host, rest.IsMany ? HostTexts.Stays(host, rest, now.Utc, _place) : HostTexts.Recovered(host, now.Utc, _place), now);
        }
    });

    public void HostUnseen(Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate)
        {
            if (_told.Host is { } host && host.IsForgotten(now.Utc)) Unfold(host, HostTexts.Unseen(host, now.Utc, _place), now);
        }
    });

    public void HostSettled(ImmutableArray<ServiceConfig> services, bool isAll, Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate)
        {
            if (isAll) _isSettling = false;
            Follow(services, now.Utc, static teller => teller.Release());
        }
    });

    public void Insist(ImmutableArray<ServiceConfig> services, Moment now) => Guarded(ManyAtOnce, () =>
    {
        lock (_gate) Follow(services, now.Utc, static teller => teller.Insist());
    });

    /// <summary>Who was told of a service that is watched no more hears that, too.</summary>
    /// <param name="isWatched">Whether a service of that name still is.</param>
    /// <param name="now">When.</param>
    public void Leave(Func<string, bool> isWatched, Moment now)
    {
        lock (_gate)
        {
            foreach (var (name, service) in _told.Services.Where(one => !isWatched(one.Key)).ToArray())
            {
                var to = RouteRules.Known(Routing, service.To);
                Dispatch[] sent = service.Story.Length > 0 ? [new Dispatch(StoryTexts.Left(name, service, now.Utc, _place), to, RouteRules.NotBefore(Routing, service.Severity, now.Utc))] : [];
                Keep(_told with { Services = _told.Services.Remove(name) }, sent, isNew: false);
            }
        }
    }

    /// <summary>The same for instances of a template: those that were missing at the call before as well, since a restart takes one away for a moment.</summary>
    /// <param name="isThere">Whether a service of that name is watched now.</param>
    /// <param name="now">When.</param>
    public void LeaveGone(Func<string, bool> isThere, Moment now) => Guarded("services that are gone", () =>
    {
        lock (_gate)
        {
            var missing = _told.Services.IsEmpty ? [] : _told.Services.Keys.Where(name => !isThere(name)).ToImmutableHashSet(StringComparer.Ordinal);
            if (!missing.IsEmpty) Leave(name => !missing.Contains(name) || !_missing.Contains(name), now);
            _missing = missing;
        }
    });

    /// <summary>What no disk took; from time to time, and when we end.</summary>
    public void SaveAgain() => Guarded("what was told", () =>
    {
        lock (_gate) _store.SaveAgain();
    });

    private static void Tell(Teller teller, ImmutableArray<IncidentStep> steps)
    {
        foreach (var step in steps) teller.Tell(step);
    }

    /// <summary>Saved once for all of them: each time waits for the disk.</summary>
    private void Follow(ImmutableArray<ServiceConfig> services, DateTimeOffset now, Action<Teller> follow)
    {
        var (told, sent, isNew) = (_told, new List<Dispatch>(), false);
        foreach (var service in services)
        {
            var before = told.Services.GetValueOrDefault(service.Name, ToldService.Nothing);
            var teller = new Teller(service, before, Routing, _place, told.Host ?? (_isSettling ? _lastHost : null), now);
            follow(teller);
            if (teller.Told == before && teller.Sent.Count == 0) continue;

            told = told with { Services = teller.Told.IsBlank(now) ? told.Services.Remove(service.Name) : told.Services.SetItem(service.Name, teller.Told) };
            if (teller.RestartedUntold && told.Host is { } open && !open.Restarted.Contains(service.Name)) told = told with { Host = open with { Restarted = open.Restarted.Add(service.Name) } };
            sent.AddRange(teller.Sent);
            isNew |= teller.Told.Story.Length > 0 && teller.Told.Story != before.Story && teller.Told.Story != before.Pending?.Story;
        }

        if (told != _told || sent.Count > 0) Keep(told, sent, isNew);
    }

    /// <summary>
    /// Killed in between, an end too many is told rather than one too few. A story that begins: first that it was told, since the next run may know it by another
    /// name. All else: first the telling, which has the same name then, and is not sent twice.
    /// </summary>
    private void Keep(ToldFile told, IReadOnlyList<Dispatch> sent, bool isNew)
    {
        _told = told;
        if (isNew) _store.Save(told);
        foreach (var dispatch in sent)
        {
            if (!dispatch.To.IsEmpty) _outbox.Add(dispatch.Message, dispatch.To, dispatch.NotBefore);
        }

        if (!isNew) _store.Save(told);
    }

    /// <summary>Services are watched all the same, whatever is wrong with what is told of them.</summary>
    private void Guarded(string what, Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception bug)
        {
            Log.TellingFailed(_log, what, bug);
        }
    }

    private void Unfold(ToldHost host, Message message, Moment now)
    {
        Log.TellingUnfolded(_log);
        (_isSettling, _lastHost) = (true, host);
        Keep(_told with { Host = null }, Dispatches(host, message, now), isNew: false);
    }

    /// <summary>Of the whole host: whoever was told of its beginning hears its end.</summary>
    private Dispatch[] Dispatches(ToldHost host, Message message, Moment now) =>
        host.IsHushed ? [] : [new Dispatch(message, RouteRules.Known(Routing, host.To), RouteRules.NotBefore(Routing, host.Severity, now.Utc))];

    private static ImmutableArray<string> Names(ImmutableArray<ServiceConfig> services) => [.. services.Select(service => service.Name)];

    private static Severity Severest(ImmutableArray<ServiceConfig> services) =>
        services.Any(service => service.Severity == Severity.Critical) ? Severity.Critical : Severity.Background;

    private static bool IsNews(IncidentStep step) => Kinds.Of(step) is { } kind && Kinds.IsNews(kind, step.Level) && kind != MessageKind.Note;
}
