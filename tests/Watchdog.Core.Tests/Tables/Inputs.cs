using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Tables;

/// <summary>Every kind of input, by the name that the table gives it; ten seconds after what came before.</summary>
internal static class Inputs
{
    public static Desk Give(Desk desk, string input)
    {
        desk.After(S(10));
        return input switch
        {
            "pass" => desk.Pass(),
            "fail" => desk.Fail(),
            "alert-only" => desk.AlertOnly(),
            "unknown" => desk.Unknown(),
            "of-earlier" => desk.Give(new Observed(Desk.Bad() with { Instance = "earlier" })),
            "active" => desk.Seen(),
            "new-instance" => desk.Seen(Any.Unit("new") with { StartedAt = desk.Now }),
            "auto-restart" => desk.Seen(Any.Unit("new") with { StartedAt = desk.Now, AutoRestarts = 4 }),
            "at-work" => desk.Seen(desk.Unit with { State = UnitState.Deactivating }),
            "reloading" => desk.Seen(desk.Unit with { State = UnitState.Reloading }),
            "stopped" => desk.Seen(desk.Unit with { State = UnitState.Inactive, LastEnd = LastEnd.StopJob }),
            "failed" => desk.Seen(desk.Unit with { State = UnitState.Failed, LastEnd = LastEnd.ByItself, Result = "exit-code" }),
            "unseen" => desk.Give(new UnitUnseen(new Reason("bus-lost", "the bus does not answer"))),
            "look-bad" => desk.LookBad(),
            "look-good" => desk.Give(new LastLookEnded(desk.State.Epoch, Observation.Pass(Liveness), desk.Unit)),
            "look-stale" => desk.Give(new LastLookEnded(desk.State.Epoch - 1, Desk.Bad(), desk.Unit)),
            "done" => desk.Ended(),
            "displaced" => desk.Ended(RestartResult.Displaced),
            "denied" => desk.Ended(RestartResult.Denied),
            "timed-out" => desk.Ended(RestartResult.TimedOut),
            "echo-stale" => desk.Give(new RestartEnded(desk.State.Epoch - 1, Outcome(RestartResult.Done))),
            "dependency" => desk.Give(new DependencySeen("db", null)),
            "in-flight" => desk.Give(new BusySeen(new BusyLook(2))),
            "expected" => desk.Give(new StartExpected("postgres", desk.Now + Min(1))),
            "resumed" => desk.Give(new Resumed("the daemon started")),
            "rearmed" => desk.Give(new Rearmed("anna")),
            "pause" => desk.Give(new PauseSet("maintenance", desk.Now + H(2))),
            "pause-ended" => desk.Give(new PauseEnded("anna")),
            "task-stopped" => desk.Give(new TaskStopped(Recovery.Of(desk.Policy, desk.State, desk.Now)?.Epoch ?? desk.State.Epoch, "anna", "a debugger is attached", desk.Now + H(1))),
            "diagnosed" => desk.Give(new Diagnosed(Liveness, desk.State.Instance, new Signals { Listening = Listening.Ours })),
            "climbs" => desk.Give(new TrendSeen(Deep, "reaches 2000 MiB in about 3 h")),
            "doubted" => desk.Give(new SelfDoubted(new Reason("self-doubt", "our own control probe took 3.2 s"))),
            "doubt-over" => desk.Give(new SelfDoubted((Reason?)null)),
            "judged-anew" => desk.Give(new JudgedAnew(new Reason("slept", "the machine slept"))),
            "look-crowd" => desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit) { Crowd = new Crowd(4, 5, desk.Now) }),
            "evidence" => desk.Give(new EvidenceTaken("20261121-222242-7f3a", "asked for")),
            "tick" => desk.Give(new Tick()),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
        };
    }
}
