namespace Watchdog.Core;

/// <summary>
/// Decides. A pure function of policy, state, input and time: what acts is elsewhere, and everything that happened can be replayed.
/// </summary>
public static class Supervisor
{
    /// <summary>One input, at one moment. An input that means nothing new gives the same state instance and no decisions.</summary>
    public static Step Advance(ServicePolicy policy, ServiceState state, Input input, Moment now)
    {
        input = DoubtRules.Temper(state, input, now);
        var turn = new Turn(policy, state, now);
        if (!Receive(turn, input)) return new Step(state, []);

        // Nearly every turn is a pass among passes.
        if (ReferenceEquals(turn.State, state) && Expiry.NothingWaits(state)) return new Step(state, []);

        Expiry.Apply(turn);
        TrialRules.Judge(turn, input);
        UnitRules.Consider(turn);
        CheckRules.Consider(turn, input);
        DiagnosisRules.Ask(turn, input);
        DependencyRules.Settle(turn, input);
        BusyRules.Settle(turn);
        EvidenceRules.Consider(turn, input);
        AlertRules.Apply(turn);
        PhaseRules.Settle(turn);
        return IncidentRules.Follow(policy, state, turn.End(), input, now);
    }

    /// <returns>False when the input is stale and changes nothing.</returns>
    private static bool Receive(Turn turn, Input input) => input switch
    {
        Observed seen => CheckRules.Receive(turn, seen.Observation),
        Diagnosed diagnosed => DiagnosisRules.Receive(turn, diagnosed),
        DependencySeen seen => DependencyRules.Receive(turn, seen),
        BusySeen seen => BusyRules.Receive(turn, seen),
        UnitSeen seen => UnitRules.Receive(turn, seen.Status),
        UnitUnseen unseen => UnitRules.Lost(turn, unseen.Reason),
        LastLookEnded look => ActionRules.LastLook(turn, look),
        RestartEnded ended => ActionRules.Ended(turn, ended),
        StartExpected expected => ActionRules.Expect(turn, expected),
        Resumed => ActionRules.Resume(turn),
        Rearmed rearmed => HoldRules.Rearm(turn, rearmed),
        PauseSet pause => PauseRules.Set(turn, pause),
        PauseEnded ended => PauseRules.End(turn, ended),
        TaskStopped stopped => RecoveryRules.Stop(turn, stopped),
        TrendSeen seen => CheckRules.Climbs(turn, seen),
        SelfDoubted doubted => DoubtRules.Receive(turn, doubted),
        JudgedAnew anew => HostRules.JudgeAnew(turn, anew.Why),
        EvidenceTaken taken => EvidenceRules.Receive(turn, taken),
        _ => true,
    };
}
