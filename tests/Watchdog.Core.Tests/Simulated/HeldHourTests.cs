using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// Do not become the fault: each look at a wedged server takes a place in its backlog and never gives it back. An hour of one, with shortened intervals and
/// nothing that may be done.
/// </summary>
public class HeldHourTests
{
    private static readonly TimeSpan s_healthy = S(0.02);
    private static readonly TimeSpan s_around = S(1.2);

    /// <param name="slowed">Connections until looks are four times as rare.</param>
    /// <param name="total">Connections in the hour.</param>
    [Theory]
    [InlineData(1, 1, 12, 906)]
    [InlineData(1, 2, 12, 905)]
    [InlineData(1, 10, 12, 903)]
    [InlineData(2, 1, 12, 456)]
    [InlineData(2, 2, 12, 456)]
    [InlineData(2, 10, 12, 455)]
    public void Interval_AnHourOfAWedgeThatIsHeld_SlowsDownBeforeTwentyConnections(int interval, int timeout, int slowed, int total)
    {
        foreach (var how in (Func<CheckPolicy, Desk>[])[Storm, Paused])
        {
            var check = Check(Liveness) with { Interval = S(interval), Timeout = S(timeout), Diagnosable = true };
            var found = Hour(how(check), check);
            Assert.InRange(found.Slowed, 1, 20);
            Assert.Equal((slowed, total), found);
        }
    }

    private static (int Slowed, int Total) Hour(Desk desk, CheckPolicy check)
    {
        var (end, slowed, total) = (desk.Now + H(1), 0, 0);
        while (desk.Now < end)
        {
            var began = desk.Now;
            var deadline = Cadence.Deadline(check, desk.State.Check(Liveness), s_healthy);
            total++;
            desk.After(deadline).Give(new Observed(Desk.Bad() with { Took = deadline }));
            Assert.Empty(desk.Fell.OfType<BeginAction>());
            if (desk.Fell.OfType<Diagnose>().Any()) desk.After(s_around).Give(new Diagnosed(Liveness, desk.State.Instance, Wedged(total)));
            if (slowed == 0 && Cadence.Interval(check, desk.State) == check.Interval * 4) slowed = total;

            var due = began + Cadence.Interval(check, desk.State);
            if (due > desk.Now) desk.Wait(due - desk.Now);
        }

        return (slowed, total);
    }

    private static Signals Wedged(int waiting) =>
        new() { Listening = Listening.Ours, Waiting = waiting, WaitingLimit = 128, IsMoving = false, Activity = ProcessActivity.Idle };

    private static Desk Storm(CheckPolicy check)
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [check], HalfOpenEvery = H(2) });
        return desk.Seen(Unit("c") with { AutoRestarts = 3, StartedAt = desk.Now }).Healthy();
    }

    private static Desk Paused(CheckPolicy check)
    {
        var desk = Desk.Watching(Policy(Liveness) with { Checks = [check] });
        return desk.Give(new PauseSet("anna", desk.Now + H(2)));
    }
}
