using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Tables;

/// <summary>A service in each phase, brought there by inputs alone: two checks, both with a threshold of 3.</summary>
internal static class Standing
{
    public static Desk In(string phase) => phase switch
    {
        "Starting" => Desk.Watching(Liveness, Deep).Seen(Fresh),
        "Watching" => Desk.Watching(Liveness, Deep),
        "Suspect" => Desk.Watching(Liveness, Deep).Fail(times: 2),
        "Acting" => Desk.Watching(Liveness, Deep).Fail(times: 3),
        "Acting, asked" => Desk.Watching(Liveness, Deep).Restarted(),
        "Verifying" => Desk.Watching(Liveness, Deep).Restarted().Renewed("a2").Pass(Deep),
        "Holding, storm" => Storm(),
        "Holding, ineffective" => Ineffective(),
        "Holding, dependency" => Desk.Watching(Policy(Liveness, Deep) with { DependsOn = ["db"] })
            .Give(new DependencySeen("db", new Reason("unhealthy", "it is down"))).Fail(Deep, 3, "status-5xx"),
        "Holding, busy" => Busy(),
        "Holding, host" => Crowded(),
        "Paused" => Paused(),
        "Stopped" => Desk.Watching(Liveness, Deep).Fail(times: 2).Seen(Stopped),
        "Blind" => Desk.Watching(Liveness, Deep).Fail(times: 2).Give(new UnitUnseen(new Reason("bus-lost", "the bus does not answer"))),
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "no such phase"),
    };

    public static UnitStatus Fresh => Any.Unit("fresh") with { StartedAt = H(3) };

    public static UnitStatus Stopped => Any.Unit("a", UnitState.Inactive) with { LastEnd = LastEnd.StopJob };

    private static Desk Storm()
    {
        var desk = Desk.Watching(Liveness, Deep);
        return desk.Seen(Any.Unit("c") with { AutoRestarts = 3, StartedAt = desk.Now }).Healthy().Fail(times: 3);
    }

    private static Desk Ineffective()
    {
        var desk = Desk.Watching(Policy(Liveness, Deep) with { Backoff = new Backoff(S(1), S(1)) });
        desk.Restarted().Ended().Seen().After(S(5)).Fail().LookBad().Ended().Seen();
        return desk.After(S(5)).Fail();
    }

    private static Desk Busy()
    {
        var desk = Desk.Watching(Policy(Liveness, Deep) with { BusyAtMost = Min(10) }).Fail(Deep, 3, "status-5xx");
        return desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(Deep, "status-5xx"), desk.Unit) { Busy = new BusyLook(3) });
    }

    private static Desk Crowded()
    {
        var desk = Desk.Watching(Liveness, Deep).Fail(times: 3);
        return desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit) { Crowd = new Crowd(4, 5, desk.Now) });
    }

    private static Desk Paused()
    {
        var desk = Desk.Watching(Liveness, Deep).Fail(times: 2);
        return desk.Give(new PauseSet("maintenance", desk.Now + H(1)));
    }
}
