using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>How it really stands with one service of the soak, and what its looks and the other signals show of that.</summary>
internal sealed class SoakTruth(SoakFleet fleet, int number, bool isSeen, bool burstsByLook)
{
    /// <summary>What it takes to see what is around a check.</summary>
    public static readonly TimeSpan Around = S(1.2);

    /// <summary>Until a new instance answers.</summary>
    private static readonly TimeSpan s_startup = S(2);

    private readonly Wedge[] _wedges = [.. fleet.Noise.TrueWedges.Where(wedge => wedge.Service == number)];
    private readonly Dictionary<string, Observation> _passes = [];
    private UnitStatus? _status;
    private int _next;              // the first wedge that no restart has ended
    private int _instance = 1;
    private TimeSpan _startedAt;
    private TimeSpan _burstUntil;
    private int _burstLeft;

    public List<TimeSpan> Bursts { get; } = [];

    public UnitStatus Status => _status ??= Unit($"i{_instance}") with { StartedAt = _startedAt };

    public Wedge? Wedge(TimeSpan now) => _next < _wedges.Length && _wedges[_next].From <= now ? _wedges[_next] : null;

    public void Renew(TimeSpan now)
    {
        (_startedAt, _status) = (now, null);
        _instance++;
        _passes.Clear();
        while (Wedge(now) is not null) _next++;
    }

    /// <summary>Whether a look then passes at once.</summary>
    public bool IsSwift(int check, TimeSpan at) =>
        Wedge(at) is null && at >= _startedAt + s_startup && _burstLeft == 0 && at >= _burstUntil
        && !fleet.Noise.IsLost(number, check, at) && !fleet.Noise.BeginsBurst(number, check, at)
        && fleet.Noise.Takes(number, at, fleet.StallEnded) <= SoakNoise.Swift;

    public Observation Pass(string check) =>
        _passes.TryGetValue(check, out var pass) ? pass : _passes[check] = Observation.Pass(check) with { Took = SoakNoise.Swift, Instance = $"i{_instance}" };

    public Observation Look(SoakSlot slot, TimeSpan at, TimeSpan deadline)
    {
        var seen = Undisturbed(slot, at, deadline);
        var stall = fleet.NextStall;
        if (at + seen.Took <= stall.From || seen.Took <= SoakNoise.Swift) return seen;

        // It ends when the machine goes on, by its deadline or a broken connection.
        return Fail(slot, "timeout-first-byte", stall.To - at + S(0.01));
    }

    public Signals Signals(SoakSlot slot, TimeSpan now, bool onlyListener)
    {
        if (!isSeen) return new Signals();

        var seen = new Signals { Listening = Listening.Ours };
        if (onlyListener) return seen;

        if (Wedge(now) is { } wedge)
        {
            var moving = slot.IsMoving(isTaking: false, inASecond: false, now);
            return wedge.Kind switch
            {
                WedgeKind.Silent => seen with { Waiting = 0, WaitingLimit = 128, Activity = ProcessActivity.Idle },
                WedgeKind.Deaf => new Signals { Listening = Listening.Nobody, Activity = ProcessActivity.Idle },
                _ => seen with { Waiting = 3, WaitingLimit = 128, IsMoving = moving, Activity = ActivityOf(wedge.Kind) },
            };
        }

        if (!fleet.Noise.IsLoaded(number, now)) return seen with { Waiting = 0, WaitingLimit = 128, Activity = fleet.Noise.Unit(number, now.Ticks, 30) < 0.5 ? ProcessActivity.Idle : ProcessActivity.Working };

        var taken = slot.IsMoving(isTaking: true, inASecond: fleet.Noise.Unit(number, now.Ticks, 31) < 0.8, now);
        return seen with { Waiting = 5, WaitingLimit = 128, IsMoving = taken, Activity = ProcessActivity.Burning };
    }

    private Observation Undisturbed(SoakSlot slot, TimeSpan at, TimeSpan deadline)
    {
        if (at < _startedAt + s_startup || Wedge(at) is { Kind: WedgeKind.Deaf }) return Fail(slot, "refused", SoakNoise.Swift);
        if (Wedge(at) is not null) return Fail(slot, "timeout-first-byte", deadline);
        if (IsLost(slot.Index, at)) return Fail(slot, fleet.Noise.Unit(number, at.Ticks, 32) < 0.5 ? "timeout-connect" : "timeout-first-byte", deadline);

        var takes = fleet.Noise.Takes(number, at, fleet.StallEnded);
        if (takes > deadline) return Fail(slot, "timeout-first-byte", deadline);
        if (takes > slot.Policy.Timeout) return Fail(slot, "late", takes);
        return takes <= SoakNoise.Swift ? Pass(slot.Policy.Name) : Pass(slot.Policy.Name) with { Took = takes };
    }

    private bool IsLost(int check, TimeSpan at)
    {
        if (at < _burstUntil || _burstLeft-- > 0) return true;

        _burstLeft = 0;
        if (!fleet.Noise.BeginsBurst(number, check, at)) return fleet.Noise.IsLost(number, check, at);

        Bursts.Add(at);
        if (burstsByLook) _burstLeft = 2;
        else _burstUntil = at + SoakNoise.Burst;
        return true;
    }

    private Observation Fail(SoakSlot slot, string code, TimeSpan took) =>
        Observation.Fail(slot.Policy.Name, code, "no answer") with { Took = took, Instance = $"i{_instance}" };

    private static ProcessActivity ActivityOf(WedgeKind kind) => kind switch
    {
        WedgeKind.Stopped => ProcessActivity.Stopped,
        WedgeKind.Spinning => ProcessActivity.Burning,
        _ => ProcessActivity.Idle,
    };
}
