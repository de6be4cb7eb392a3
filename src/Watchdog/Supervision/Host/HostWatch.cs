using System.Runtime.CompilerServices;
using Watchdog.Core;
using Watchdog.Notify;

namespace Watchdog.Supervision.Host;

/// <summary>
/// What concerns all services at once: doubt about ourselves, and the incident of the whole host that opens when a restart is about to be decided and many
/// are suspect. One for the whole program.
/// </summary>
internal sealed class HostWatch : IDisposable
{
    /// <summary>How often an open incident is looked at, to see it end.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<HostView> _views = [];
    private readonly Consumers _consumers;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private TimeSpan? _since;
    private HostView? _turn;
    private TimeSpan _turnAt;
    private volatile StrongBox<Reason>? _lastOver;
    private (Reason?, StrongBox<Reason>?) _told;
    private readonly TroubleFold _fold;
    private bool _armed;
    private bool _disposed;

    /// <param name="notices">Told of many services at once; null where nobody is.</param>
    public HostWatch(SelfHealth self, Consumers consumers, Clock clock, ILogger log, IHostNotices? notices = null)
    {
        (Self, _consumers, Clock, _log) = (self, consumers, clock, log);
        _fold = new TroubleFold(notices ?? NoHostNotices.Instance);
        _timer = clock.Time.CreateTimer(static host => ((HostWatch)host!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        self.Changed = OnSelf;
    }

    public SelfHealth Self { get; }

    public Clock Clock { get; }

    /// <summary>The end of the last incident, another object for each; null before the first.</summary>
    public StrongBox<Reason>? LastOver => _lastOver;

    /// <summary>
    /// Whether all services are seen: while some are missing (they are being replaced, we end, a round is of a few), nothing that concerns all of them is found to be over.
    /// </summary>
    public bool SeesAll
    {
        get { lock (_gate) return field; }
        set { lock (_gate) field = value; }
    } = true;

    /// <summary>A round of a few that were asked for: that many of them are in trouble says nothing of all.</summary>
    public bool IsOfAFew
    {
        get { lock (_gate) return field; }
        set { lock (_gate) field = value; }
    }

    /// <param name="nudge">Wakes the service's loop, from any thread.</param>
    public HostView Watch(Keeper keeper, Action nudge)
    {
        var view = new HostView(this, keeper, nudge);
        lock (_gate)
        {
            _views.Add(view);
            TakeUp(keeper.State);
            if (_fold.IsOpen) Arm();
        }

        return view;
    }

    /// <summary>Whether an open incident still is one.</summary>
    public void LookAgain()
    {
        lock (_gate)
        {
            if (_since is null && !_fold.IsOpen) return;
            if (!SeesAll)
            {
                _fold.LookAtSome(_views, Clock.Now);
                Arm();
                return;
            }

            if (_since is not null)
            {
                var now = Clock.Now.Uptime;
                var (suspects, watched) = Count(now);
                if (new Crowd(suspects.Count, watched, now).IsMany) Arm();
                else End(now);
            }

            _fold.LookAgain(_views, isHost: _since is not null, Clock.Now);
            if (_fold.IsOpen) Arm();
        }
    }

    /// <summary>Something is about to be told: of one service, or of many at once?</summary>
    public void LookAround()
    {
        lock (_gate)
        {
            Fold();
            if (_fold.IsOpen) Arm();
        }
    }

    public void Leave(HostView view)
    {
        lock (_gate) _views.Remove(view);
    }

    /// <summary>How it stands with all services, at the moment when something is about to be done to one.</summary>
    public Crowd Ask(HostView asker)
    {
        lock (_gate)
        {
            var now = Clock.Now.Uptime;
            var (suspects, watched) = Count(now);
            if (!new Crowd(suspects.Count, watched, now).IsMany)
            {
                if (_since is not null) End(now);
                return new Crowd(suspects.Count, watched, now);
            }

            if (_since is null) Begin(suspects, watched, now, asker.Keeper.Config.Policy.CorrelatedHoldAtMost);
            var waits = _turn is { } other && other != asker && now - _turnAt < Crowd.Pause && !IsProven(other);
            if (!waits) (_turn, _turnAt) = (asker, now);
            return new Crowd(suspects.Count, watched, _since!.Value, waits);
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
        Self.Dispose();
    }

    private (List<HostView> Suspects, int Watched) Count(TimeSpan now)
    {
        var (suspects, watched) = (new List<HostView>(), 0);
        foreach (var view in _views)
        {
            var state = view.Keeper.State;
            if (!Crowd.Counts(state)) continue;

            watched++;
            if (Crowd.IsSuspect(view.Keeper.Config.Policy, state, now)) suspects.Add(view);
        }

        return (suspects, watched);
    }

    private void Begin(List<HostView> suspects, int watched, TimeSpan now, TimeSpan hold)
    {
        _since = now;
        _turn = null;
        Log.HostIncidentBegan(_log, suspects.Count, watched, Names(suspects), Words.Span(hold));
        Fold();
        Arm();
    }

    /// <summary>Not by those who see a few only: they could not tell its end.</summary>
    private void Fold()
    {
        if (!IsOfAFew && _fold.Look(_views, isHost: _since is not null, Clock.Now)) Arm();
    }

    private void End(TimeSpan now)
    {
        var took = Words.Span(now - _since.GetValueOrDefault());
        (_since, _turn) = (null, null);
        _lastOver = new StrongBox<Reason>(new Reason("host-incident-over", "fewer services are suspect: what failed before counts no more"));
        Log.HostIncidentEnded(_log, took);
        foreach (var view in _views) view.Nudge();
    }

    /// <summary>An incident outlives the run that has found it: it was told then, and ends now.</summary>
    private void TakeUp(ServiceState state)
    {
        if (state.Host?.Held is not { } held || held.Since >= _since) return;

        _since = held.Since;
        Arm();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = false;
            LookAgain();
        }
    }

    /// <summary>Whoever asks meanwhile does not put it off.</summary>
    private void Arm()
    {
        if (_disposed || _armed) return;

        _armed = true;
        _timer.Change(s_every, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Also every two seconds while in doubt: what the machine is busy with shows only in time.</summary>
    private void OnSelf()
    {
        lock (_gate)
        {
            var inDoubt = Self.Doubt is not null;
            var now = Clock.Now.Uptime;
            if (!inDoubt) _consumers.Clear();
            var suspects = inDoubt ? _views.Where(view => IsFailing(view.Keeper.State)).ToList() : [];
            var main = inDoubt ? _consumers.Main(suspects.Select(GroupOf).Where(group => group.Length > 0).Distinct(), now) : null;
            var isNews = (Self.Doubt, Self.Slept) != _told;
            _told = (Self.Doubt, Self.Slept);
            foreach (var view in _views)
            {
                var isMain = main is not null && GroupOf(view) == main;
                if (isMain && !view.IsMainConsumer) Log.MainConsumer(_log, view.Keeper.Config.Name);
                var isOther = isMain != view.IsMainConsumer;
                view.IsMainConsumer = isMain;
                if (isNews || isOther) view.Nudge();
            }
        }
    }

    private static bool IsFailing(ServiceState state) => state.Phase is not (Phase.Watching or Phase.Paused or Phase.Stopped or Phase.Blind);

    private static string GroupOf(HostView view) => view.Keeper.State.Unit?.ControlGroup ?? "";

    private static bool IsProven(HostView view) => view.Keeper.State is { Trial: null, Action: null, Phase: Phase.Watching };

    /// <summary>One line, however many.</summary>
    private static string Names(List<HostView> views)
    {
        const int Most = 10;
        return Words.Some([.. views.Select(view => view.Keeper.Config.Name).Order(StringComparer.Ordinal)], Most);
    }
}
