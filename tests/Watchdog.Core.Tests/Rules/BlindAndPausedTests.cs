using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class BlindAndPausedTests
{
    private static readonly Reason s_noBus = new("bus-lost", "the bus does not answer");

    [Fact]
    public void Unseen_FiveMinutes_AlertsOnceAndRecovers()
    {
        var desk = Desk.Watching().Give(new UnitUnseen(s_noBus));
        Assert.Equal("-> Blind bus-lost", desk.Said);
        Assert.Equal(desk.Now + Min(5), Expiry.NextDue(desk.Policy, desk.State, desk.Now));

        desk.Wait(Min(5) - S(1));
        Assert.Equal("", desk.Said);
        desk.Wait(S(1));
        Assert.Equal("Critical blind", desk.Said);
        desk.Wait(H(1)).Give(new UnitUnseen(s_noBus));
        Assert.Equal("", desk.Said);

        desk.Seen();
        Assert.Equal("-> Watching watching", desk.Said);
        desk.Give(new UnitUnseen(s_noBus)).Wait(Min(5));
        Assert.Equal("Critical blind", desk.Said);
    }

    [Fact]
    public void Unseen_Failing_NeverActs()
    {
        var desk = Desk.Watching().Give(new UnitUnseen(s_noBus)).Fail(times: 50);
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Single(desk.All, decision => decision is NotActing { Reason.Code: "unit-unseen" });

        desk.Seen().Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Paused_Failing_NeverActsUntilItEnds()
    {
        var desk = Desk.Watching();
        var until = desk.Now + H(1);
        desk.Give(new PauseSet("maintenance", until));
        Assert.Equal("-> Paused paused", desk.Said);
        Assert.Equal(until, Expiry.NextDue(desk.Policy, desk.State, desk.Now));
        while (desk.Now < until - S(15)) desk.Fail().After(S(15));
        desk.Seen(Failed()).Seen(Any.Unit());
        Assert.Empty(desk.All.OfType<BeginAction>());

        desk.Now = until;
        desk.Give(new Tick());
        Assert.Equal("Info pause-over; -> Watching resumed", desk.Said);
        desk.Fail(times: 2);
        Assert.Empty(desk.All.OfType<BeginAction>());
        desk.Fail();
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Rebase_EveryTime_Moves()
    {
        var desk = Desk.Watching().Restarted();
        var at = H(3);
        var state = desk.State with
        {
            Checks = [new CheckState { Check = Liveness, FailingSince = at, FailedAt = at, UnknownSince = at }],
            Ineffective = [new IneffectiveCount(Liveness, 1, at)],
            BlindSince = at,
            HealthySince = at,
            StormSince = at,
            RemindedAt = at,
            RearmedAt = at,
            StartExpectedUntil = at,
            Pauses = [new PauseState(PauseKind.Timed, "1", "maintenance", at)],
        };
        var moved = state.Rebase(-H(10));

        Assert.Equal(Times(state).Select(time => time - H(10)), Times(moved));
        Assert.Equal(18, Times(state).Count);
    }

    /// <summary>Every time in it, by reflection, so that none is forgotten; but for the manager's own, which belong to its boot.</summary>
    private static List<TimeSpan> Times(object holder)
    {
        var times = new List<TimeSpan>();
        foreach (var property in holder.GetType().GetProperties())
        {
            if (property.GetIndexParameters().Length > 0 || property.GetMethod!.IsStatic || property.PropertyType == typeof(UnitStatus)) continue;
            var value = property.GetValue(holder);
            if (value is TimeSpan time) times.Add(time);
            else if (value is ActionState or TrialState) times.AddRange(Times(value));
            else if (value is System.Collections.IEnumerable list and not string) times.AddRange(list.Cast<object>().SelectMany(Times));
        }

        return times;
    }
}
