using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify.Telling;
using Watchdog.Notify.Texts;

namespace Watchdog.Notify;

/// <summary>Makes messages of what happens, and puts them into the outbox for whom they concern. Called from every service's loop.</summary>
internal sealed class Notices : INotices, IHostNotices
{
    private readonly Lock _gate = new();
    private readonly IOutbox _outbox;
    private readonly ToldStore _store;
    private readonly Surround _place;
    private readonly ILogger _log;
    private ToldFile _told;
    private bool _isSettling;
    private ToldHost? _lastHost;

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

        try
        {
            if (steps.Any(IsNews)) LookAround();
            lock (_gate) Follow(service, now.Utc, teller => Tell(teller, steps));
            if (IsHushed) LookAround();     // somebody has to come back to it
        }
        catch (Exception bug)
        {
            Log.TellingFailed(_log, service.Name, bug);     // it is watched all the same
        }
    }

    public void HostBegan(ImmutableArray<ServiceConfig> services, int watched, Moment now)
    {
        lock (_gate)
        {
            if (_told.Host is not null || Routing.Notifiers.IsEmpty) return;

            var severity = Severest(services);
            var host = new ToldHost(HostTexts.IdOf(now.Utc), now.Utc) { To = RouteRules.To(Routing, services, MessageKind.Host, AlertLevel.Critical) };
            var message = HostTexts.Began(host, [.. services.Select(service => service.Name)], watched, severity, _place);
            _isSettling = false;
            Log.TellingFolded(_log, message.Title);
            Keep(_told with { Host = host with { Severity = severity } }, [new Dispatch(message, host.To, RouteRules.NotBefore(Routing, severity, now.Utc))]);
        }
    }

    public void HostEnded(Moment now)
    {
        lock (_gate)
        {
            if (_told.Host is not { } host) return;

            Log.TellingUnfolded(_log);
            var message = HostTexts.Recovered(host, now.Utc, host.Severity, _place);
            (_isSettling, _lastHost) = (true, host);
            Keep(_told with { Host = null }, [new Dispatch(message, RouteRules.Known(Routing, host.To), RouteRules.NotBefore(Routing, host.Severity, now.Utc))]);
        }
    }

    public void HostSettled(ImmutableArray<ServiceConfig> services, Moment now)
    {
        lock (_gate)
        {
            _isSettling = false;
            foreach (var service in services) Follow(service, now.Utc, static teller => teller.Release());
        }
    }

    public void Insist(ImmutableArray<ServiceConfig> services, Moment now)
    {
        lock (_gate)
        {
            foreach (var service in services) Follow(service, now.Utc, static teller => teller.Insist());
        }
    }

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
                Dispatch[] sent = service.Story.Length > 0 && !to.IsEmpty ? [new Dispatch(StoryTexts.Left(name, service.Story, now.Utc, _place), to, NotBefore: null)] : [];
                Keep(_told with { Services = _told.Services.Remove(name) }, sent);
            }
        }
    }

    private static void Tell(Teller teller, ImmutableArray<IncidentStep> steps)
    {
        foreach (var step in steps) teller.Tell(step);
    }

    private void Follow(ServiceConfig service, DateTimeOffset now, Action<Teller> follow)
    {
        var before = _told.Services.GetValueOrDefault(service.Name, ToldService.Nothing);
        var teller = new Teller(service, before, Routing, _place, _told.Host ?? (_isSettling ? _lastHost : null), now);
        follow(teller);
        if (teller.Told == before && teller.Sent.Count == 0) return;

        var services = teller.Told.IsBlank(now) ? _told.Services.Remove(service.Name) : _told.Services.SetItem(service.Name, teller.Told);
        var host = teller.RestartedUntold && _told.Host is { } open && !open.Restarted.Contains(service.Name) ? open with { Restarted = open.Restarted.Add(service.Name) } : _told.Host;
        Keep(_told with { Services = services, Host = host }, teller.Sent);
    }

    /// <summary>First what was told, then the telling: killed in between, an end too many is told rather than one too few.</summary>
    private void Keep(ToldFile told, IReadOnlyList<Dispatch> sent)
    {
        _told = told;
        _store.Save(told);
        foreach (var dispatch in sent)
        {
            if (!dispatch.To.IsEmpty) _outbox.Add(dispatch.Message, dispatch.To, dispatch.NotBefore);
        }
    }

    private static Severity Severest(ImmutableArray<ServiceConfig> services) =>
        services.Any(service => service.Severity == Severity.Critical) ? Severity.Critical : Severity.Background;

    private static bool IsNews(IncidentStep step) => Kinds.Of(step) is { } kind && Kinds.IsNews(kind, step.Level) && kind != MessageKind.Note;
}
