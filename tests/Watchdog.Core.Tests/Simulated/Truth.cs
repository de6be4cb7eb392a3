using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>How it really stands with the service and its manager; the supervisor only sees what it is shown.</summary>
internal sealed class Truth
{
    private readonly Dictionary<string, Observation> _passes = [];
    private int _instance = 1;
    private int _hung;          // the instance that hangs, until another runs
    private int _deepHung;

    public UnitState State { get; private set; } = UnitState.Active;

    public TimeSpan StartedAt { get; private set; }

    public long AutoRestarts { get; private set; }

    public LastEnd LastEnd { get; private set; }

    public string? Job { get; set; }

    public StartLimit StartLimit { get; init; }

    /// <summary>How long a new instance takes until it answers.</summary>
    public TimeSpan Startup { get; set; } = S(2);

    /// <summary>Until then no restart helps.</summary>
    public TimeSpan IncurableUntil { get; set; }

    public TimeSpan FailsUntil { get; set; }

    public TimeSpan AlertOnlyUntil { get; set; }

    public TimeSpan ProbesBlindUntil { get; set; }

    public TimeSpan BusLostUntil { get; set; }

    public string Instance { get; private set; } = "i1";

    public void Hang() => _hung = _instance;

    public void HangDeep() => _deepHung = _instance;

    public void Start(TimeSpan now, bool byManager)
    {
        Instance = $"i{++_instance}";
        _passes.Clear();
        State = UnitState.Active;
        StartedAt = now;
        LastEnd = LastEnd.None;

        // TryRestart and an operator's start set the count of automatic ones to 0.
        AutoRestarts = byManager ? AutoRestarts + 1 : 0;
    }

    public void End(UnitState state, LastEnd end) => (State, LastEnd) = (state, end);

    public bool BusIsLost(TimeSpan now) => now < BusLostUntil;

    public UnitStatus Status => new()
    {
        State = State,
        SubState = State == UnitState.Active ? "running" : "dead",
        Instance = Instance,
        StartedAt = StartedAt,
        AutoRestarts = AutoRestarts,
        Result = State == UnitState.Failed ? "exit-code" : "success",
        Job = Job,
        LastEnd = LastEnd,
        StartLimit = StartLimit,
        TimeoutStopIsDefault = true,
    };

    public Observation Look(string check, TimeSpan now)
    {
        if (now < ProbesBlindUntil) return Of(Observation.CouldNotLook(check, "no-descriptors", "we have none left"));
        if (State != UnitState.Active) return Of(Observation.Fail(check, "refused", "nobody listens"));

        var hangs = _hung == _instance || now < IncurableUntil || now < FailsUntil || now < StartedAt + Startup;
        if (hangs) return Of(Desk.Bad(check));
        if (check != Deep) return Pass(check);
        if (now < AlertOnlyUntil) return Of(Desk.Bad(check, "database") with { AlertOnly = true });
        return _deepHung == _instance ? Of(Desk.Bad(check, "status")) : Pass(check);
    }

    private Observation Of(Observation seen) => seen with { Instance = Instance };

    /// <summary>Nearly every look: made once for an instance.</summary>
    private Observation Pass(string check)
    {
        if (!_passes.TryGetValue(check, out var pass)) _passes[check] = pass = Of(Observation.Pass(check));
        return pass;
    }
}
