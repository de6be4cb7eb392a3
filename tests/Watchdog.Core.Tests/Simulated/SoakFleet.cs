using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// Fifty services and the program around the judgement, for a year of virtual time. The machine's own troubles are told as HostWatch and SelfHealth tell
/// them: doubt from a pause until some seconds after it, all judged anew after a sleep, and how it stands with the others at a last look.
/// </summary>
internal sealed class SoakFleet
{
    /// <summary>Nothing has spoken for the doubt for 5 s, and we look every 2 s.</summary>
    private static readonly TimeSpan s_doubtTail = S(6);

    private static readonly TimeSpan s_incidentEvery = S(5);
    private static readonly Reason s_late = new("self-doubt", "in doubt about ourselves: we ran later than we were due");
    private static readonly Reason s_slept = new("slept", "the machine slept");
    private static readonly Reason s_over = new("host-incident-over", "fewer services are suspect");

    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private readonly SoakService[] _services;
    private long _order;
    private int _stall;
    private TimeSpan _frozenUntil;
    private TimeSpan? _incident;
    private SoakService? _turn;
    private TimeSpan _turnAt;

    /// <param name="noise">What befalls them.</param>
    /// <param name="blind">Of so many, the last ones, nothing is seen but the looks.</param>
    /// <param name="burstsByLook">A burst takes three looks however long each waits, in place of the time that three looks take.</param>
    public SoakFleet(SoakNoise noise, int blind, bool burstsByLook = false)
    {
        (Noise, Now) = (noise, SoakNoise.Begin);
        _services = [.. Enumerable.Range(0, SoakNoise.Services).Select(i => new SoakService(this, i, isSeen: i < SoakNoise.Services - blind, burstsByLook))];
        foreach (var service in _services) At(Now, service.Begin);
    }

    public SoakNoise Noise { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>When the machine stood still last.</summary>
    public TimeSpan StallEnded { get; private set; }

    /// <summary>When it stands still next.</summary>
    public Stall NextStall => _stall < Noise.Stalls.Count ? Noise.Stalls[_stall] : new Stall(TimeSpan.MaxValue, TimeSpan.MaxValue);

    public IReadOnlyList<SoakService> Services => _services;

    public int Incidents { get; private set; }

    public void At(TimeSpan at, Action what) => _agenda.Enqueue(what, (at, ++_order));

    public void Play()
    {
        while (_agenda.TryPeek(out _, out var next))
        {
            if (NextStall.From <= next.At)
            {
                StandStill(NextStall);
                continue;
            }

            if (next.At >= SoakNoise.End) return;

            var what = _agenda.Dequeue();
            if (next.At < _frozenUntil) At(_frozenUntil, what);     // nothing of ours ran meanwhile
            else
            {
                Now = next.At > Now ? next.At : Now;
                what();
            }
        }
    }

    /// <summary>As HostWatch counts.</summary>
    public Crowd Ask(SoakService asker)
    {
        var (suspect, watched) = Count();
        if (!new Crowd(suspect, watched, Now).IsMany)
        {
            EndIncident();
            return new Crowd(suspect, watched, Now);
        }

        if (_incident is null) BeginIncident();
        var hold = asker.Policy.CorrelatedHoldAtMost;
        var waits = _turn is { } other && other != asker && Now - _turnAt < Crowd.Pause && other.State is not { Trial: null, Action: null, Phase: Phase.Watching };
        if (!waits && Now - _incident >= hold) (_turn, _turnAt) = (asker, Now);
        return new Crowd(suspect, watched, _incident!.Value, waits);
    }

    private (int Suspect, int Watched) Count() => (
        _services.Count(service => Crowd.Counts(service.State) && Crowd.IsSuspect(service.Policy, service.State, Now)),
        _services.Count(service => Crowd.Counts(service.State)));

    private void BeginIncident()
    {
        (_incident, _turn) = (Now, null);
        Incidents++;
        At(Now + s_incidentEvery, LookAgain);
    }

    private void LookAgain()
    {
        if (_incident is null) return;

        var (suspect, watched) = Count();
        if (new Crowd(suspect, watched, Now).IsMany) At(Now + s_incidentEvery, LookAgain);
        else EndIncident();
    }

    private void EndIncident()
    {
        if (_incident is null) return;

        (_incident, _turn) = (null, null);
        foreach (var service in _services) At(Now, () => service.Tell(new JudgedAnew(s_over)));
    }

    private void StandStill(Stall stall)
    {
        _stall++;
        (Now, StallEnded, _frozenUntil) = (stall.To, stall.To, stall.To);
        foreach (var service in _services) service.Tell(stall.IsSleep ? new JudgedAnew(s_slept) : new SelfDoubted(s_late));
        if (stall.IsSleep) return;

        At(Now + s_doubtTail, () =>
        {
            foreach (var service in _services) service.Tell(new SelfDoubted((Reason?)null));
        });
    }
}
