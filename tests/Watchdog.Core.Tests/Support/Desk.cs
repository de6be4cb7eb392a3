using System.Collections.Immutable;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests;

/// <summary>One service on the desk, given input by input. Its clock stands until a test moves it.</summary>
internal sealed class Desk(ServicePolicy policy)
{
    private static readonly DateTimeOffset s_boot = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public ServicePolicy Policy { get; set; } = policy;

    public ServiceState State { get; set; } = ServiceState.New;

    public TimeSpan Now { get; set; } = H(2);

    /// <summary>The manager's word, as it is shown next.</summary>
    public UnitStatus Unit { get; set; } = Any.Unit();

    /// <summary>What the last input led to.</summary>
    public ImmutableArray<Decision> Fell { get; private set; } = [];

    /// <summary>Everything that fell.</summary>
    public List<Decision> All { get; } = [];

    /// <summary>What has happened to its incidents.</summary>
    public List<IncidentStep> Steps { get; } = [];

    /// <summary>The last input was taken for nothing new.</summary>
    public bool Ignored { get; private set; }

    /// <summary>A service that has run for long and passes its checks.</summary>
    public static Desk Watching(params string[] checks) => Watching(Policy(checks.Length == 0 ? [Liveness] : checks));

    public static Desk Watching(ServicePolicy policy)
    {
        var desk = new Desk(policy);
        desk.Seen();
        foreach (var check in policy.Checks) desk.Pass(check.Name).Pass(check.Name);
        desk.Now += H(1);
        desk.Give(new Tick());
        Assert.Equal(Phase.Watching, desk.State.Phase);
        desk.All.Clear();
        desk.Steps.Clear();
        return desk;
    }

    public Desk Give(Input input)
    {
        var step = Supervisor.Advance(Policy, State, input, new Moment(Now, s_boot + Now));
        Ignored = ReferenceEquals(step.State, State) && step.Decisions.IsEmpty;
        (State, Fell) = (step.State, step.Decisions);
        All.AddRange(Fell);
        Steps.AddRange(step.Steps);
        return this;
    }

    public Desk After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    /// <summary>Moves the clock, and says so.</summary>
    public Desk Wait(TimeSpan time) => After(time).Give(new Tick());

    public Desk Seen() => Give(new UnitSeen(Unit));

    public Desk Seen(UnitStatus unit)
    {
        Unit = unit;
        return Seen();
    }

    public Desk Pass(string check = Liveness) => Give(new Observed(Observation.Pass(check)));

    public Desk Fail(string check = Liveness, int times = 1, string code = "timeout-first-byte")
    {
        for (var i = 0; i < times; i++) After(i == 0 ? TimeSpan.Zero : S(15)).Give(new Observed(Bad(check, code)));
        return this;
    }

    public Desk Unknown(string check = Liveness) => Give(new Observed(Observation.CouldNotLook(check, "no-descriptors", "we have none left")));

    public Desk AlertOnly(string check = Liveness) => Give(new Observed(Bad(check, "redirect") with { AlertOnly = true }));

    public static Observation Bad(string check = Liveness, string code = "timeout-first-byte") => Observation.Fail(check, code, "no answer in 10 s");

    /// <summary>The last look finds it as bad as before.</summary>
    public Desk LookBad(string? check = Liveness) =>
        After(S(3)).Give(new LastLookEnded(State.Epoch, check is null ? null : Bad(check), Unit));

    public Desk Ended(RestartResult result = RestartResult.Done) => After(S(4)).Give(new RestartEnded(State.Epoch, Outcome(result)));

    /// <summary>Fails to its threshold, is looked at once more, and is ordered to restart.</summary>
    public Desk Restarted(string check = Liveness)
    {
        Fail(check, Policy.Find(check)!.FailureThreshold).LookBad(check);
        Assert.Single(Fell.OfType<Restart>());
        return this;
    }

    /// <summary>The restart is carried out: a new instance runs.</summary>
    public Desk Renewed(string instance)
    {
        Seen(Any.Unit(instance) with { StartedAt = Now });
        return Ended();
    }

    public Desk Healthy()
    {
        foreach (var check in Policy.Checks) Pass(check.Name).Pass(check.Name);
        return this;
    }

    /// <summary>The steps of its incidents, in order: <c>Began timeout-first-byte; Acted timeout-first-byte</c>.</summary>
    public string Told => string.Join("; ", Steps.Select(Tell.It));

    /// <summary>The decisions of the last input: <c>Moved Suspect timeout-first-byte</c>.</summary>
    public string Said => string.Join("; ", Fell.Select(Tell.It));
}
