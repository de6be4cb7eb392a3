namespace Watchdog.Core.Tests.Tables;

public class DecisionTableTests
{
    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var (phase, input, next, said) in DecisionTable.Rows) rows.Add(phase, input, next, said);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Advance_PhaseAndInput_DecidesAsTheTableSays(string phase, string input, string next, string said)
    {
        var desk = Standing.In(phase);
        Assert.Equal(phase.Split(", ")[0], desk.State.Phase.ToString());

        Inputs.Give(desk, input);

        Assert.Equal((next, said), (desk.State.Phase.ToString(), desk.Ignored ? "nothing" : desk.Said.Length == 0 ? "-" : desk.Said));
    }

    [Fact]
    public void Table_EveryPhaseAndEveryInput_StandsInItOnce()
    {
        var rows = DecisionTable.Rows.ToList();
        var phases = rows.Select(row => row.Phase.Split(", ")[0]).Distinct();
        Assert.Equal(Enum.GetNames<Phase>().Order(), phases.Order());

        var inputs = rows.Select(row => row.Input).Distinct().ToList();
        Assert.All(rows.GroupBy(row => row.Phase), phase => Assert.Equal(inputs.Order(), phase.Select(row => row.Input).Order()));

        var kinds = inputs.Select(KindOf).Distinct();
        Assert.Equal(typeof(Input).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Input))).Select(type => type.Name).Order(), kinds.Order());
    }

    private static string KindOf(string input) => input switch
    {
        "pass" or "fail" or "alert-only" or "unknown" or "of-earlier" => nameof(Observed),
        "unseen" => nameof(UnitUnseen),
        "look-bad" or "look-good" or "look-stale" or "look-crowd" => nameof(LastLookEnded),
        "done" or "displaced" or "denied" or "timed-out" or "echo-stale" => nameof(RestartEnded),
        "dependency" => nameof(DependencySeen),
        "in-flight" => nameof(BusySeen),
        "expected" => nameof(StartExpected),
        "resumed" => nameof(Resumed),
        "rearmed" => nameof(Rearmed),
        "pause" => nameof(PauseSet),
        "pause-ended" => nameof(PauseEnded),
        "task-stopped" => nameof(TaskStopped),
        "diagnosed" => nameof(Diagnosed),
        "climbs" => nameof(TrendSeen),
        "doubted" or "doubt-over" => nameof(SelfDoubted),
        "judged-anew" => nameof(JudgedAnew),
        "evidence" => nameof(EvidenceTaken),
        "tick" => nameof(Tick),
        _ => nameof(UnitSeen),
    };
}
