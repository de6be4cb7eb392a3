using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class DependencyTests
{
    private static readonly Reason s_down = new("unhealthy", "unhealthy since 08:03 UTC (liveness: no answer)");
    private static readonly CheckPolicy s_custom = new() { Name = "queue", Kind = CheckKind.Custom };

    private static ServicePolicy Dependent(params string[] checks) => Policy([Liveness, .. checks]) with { DependsOn = ["postgres", "redis"] };

    private static Desk Failing(string check, int times = 3, string code = "status-5xx")
    {
        var desk = Desk.Watching(Dependent(check == Liveness ? [] : [check]));
        return desk.Give(new DependencySeen("postgres", s_down)).Fail(check, times, code);
    }

    [Theory]
    [InlineData(Deep, "status-5xx")]
    [InlineData(Deep, "timeout-first-byte")]
    [InlineData(Liveness, "status-503")]
    public void Consider_SoftCauseWhileADependencyIsDown_HoldsAndNamesIt(string check, string code)
    {
        var desk = Failing(check, code: code);

        Assert.Equal("not acting dependency; -> Holding dependency", desk.Said);
        Assert.Equal((Phase.Holding, Hold.Dependency), (desk.State.Phase, desk.State.Hold));
        Assert.Equal("waits for postgres: unhealthy since 08:03 UTC (liveness: no answer)", desk.State.PhaseReason.Sentence);
        desk.Fail(check, 20, code);
        Assert.Empty(desk.All.OfType<BeginAction>());
    }

    [Theory]
    [InlineData(Liveness, "timeout-first-byte")]
    [InlineData(Liveness, "refused")]
    [InlineData(Liveness, "empty-reply")]
    [InlineData(Counter, "counter-flat")]
    public void Consider_HardWedgeWhileADependencyIsDown_Acts(string check, string code) =>
        Assert.Contains("begin RestartIfHung", Failing(check, code: code).Said, StringComparison.Ordinal);

    [Fact]
    public void Consider_MemoryWhileADependencyIsDown_Acts()
    {
        var desk = Failing(Memory, 12, "memory-over-limit");

        Assert.Single(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void Consider_DeepCheckOfAStoppedProcess_ActsThoughADependencyIsDown()
    {
        var policy = Dependent(Deep);
        var desk = Desk.Watching(policy with { Checks = [.. policy.Checks.Select(check => check with { Diagnosable = true })] });
        desk.Give(new DependencySeen("postgres", s_down)).Fail(Deep, 2);
        desk.Give(new Diagnosed(Deep, "a", new Signals { Listening = Listening.Ours, Activity = ProcessActivity.Stopped })).Fail(Deep);

        Assert.Contains("begin RestartIfHung stopped", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void LastLook_DependencyDownByThen_CallsOff()
    {
        var desk = Desk.Watching(Dependent(Deep)).Fail(Deep, 3, "status-5xx");
        desk.Give(new LastLookEnded(1, Desk.Bad(Deep, "status-5xx"), desk.Unit) { Dependencies = [new("redis", null), new("postgres", s_down)] });

        Assert.Equal("call off dependency; -> Holding dependency", desk.Said);
    }

    [Fact]
    public void Receive_DependencyIsBack_CountsAnewAndGivesATurn()
    {
        var desk = Failing(Deep, 8);
        desk.All.Clear();
        desk.Give(new DependencySeen("postgres", null));

        Assert.Equal("-> Suspect dependency-back", desk.Said);
        Assert.Equal((1, false), (desk.State.Check(Deep).Failures, desk.State.Check(Deep).Unhealthy));
        var back = desk.Now;
        while (desk.All.OfType<BeginAction>().FirstOrDefault() is null && desk.Now < back + Min(10)) desk.After(S(15)).Fail(Deep, code: "status-5xx");
        Assert.InRange(desk.Now - back, S(60), Min(4) + S(15));
        Assert.Contains(desk.All.OfType<NotActing>(), not => not.Reason.Code == "dependency-back");
    }

    [Fact]
    public void Receive_OneOfTwoIsBack_WaitsForTheOther()
    {
        var desk = Failing(Deep, 4).Give(new DependencySeen("redis", s_down)).Give(new DependencySeen("postgres", null)).Fail(Deep, code: "status-5xx");

        Assert.Equal(Hold.Dependency, desk.State.Hold);
        Assert.StartsWith("waits for redis", desk.State.PhaseReason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Turns_OfManyDependents_AreSpreadOverMinutes()
    {
        var turns = Enumerable.Range(0, 20).Select(i =>
        {
            var desk = new Desk(Dependent(Deep) with { Name = $"service-{i}" });
            desk.Seen().Healthy().After(H(1)).Give(new DependencySeen("postgres", s_down)).Fail(Deep, 4, "status-5xx").Give(new DependencySeen("postgres", null));
            var back = desk.Now;
            while (!desk.All.OfType<BeginAction>().Any()) desk.After(S(5)).Give(new Observed(Desk.Bad(Deep, "status-5xx")));
            return desk.Now - back;
        }).ToArray();

        Assert.True(turns.GroupBy(turn => Math.Floor(turn.TotalSeconds / 30)).Max(group => group.Count()) <= 8, string.Join(' ', turns));
    }

    [Fact]
    public void Against_NewsThatAreOld_HoldNobody()
    {
        var desk = Desk.Watching(Dependent(Deep)).Give(new DependencySeen("postgres", s_down)).After(Min(11)).Fail(Deep, 3, "status-5xx");

        Assert.Contains("begin RestartIfHung", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_NotConfiguredOrNotNew_ChangesNothing()
    {
        var desk = Desk.Watching(Dependent(Deep));
        Assert.True(desk.Give(new DependencySeen("nobody", s_down)).Ignored);
        Assert.True(desk.Give(new DependencySeen("postgres", null)).Ignored);
        desk.Give(new DependencySeen("postgres", s_down));
        Assert.True(desk.After(S(10)).Give(new DependencySeen("postgres", s_down)).Ignored);
    }

    [Fact]
    public void Pass_OfAllThatFailed_ForgetsTheDependencies()
    {
        var desk = Failing(Deep).Pass(Deep).Pass(Deep).Pass();

        Assert.Empty(desk.State.Dependencies);
        Assert.Equal(Phase.Watching, desk.State.Phase);
    }

    public static TheoryData<string, string?> Downs => new()
    {
        { "well", null },
        { "stopped", "not-active" },
        { "restarting", "not-active" },
        { "unseen", null },
        { "unhealthy", "unhealthy" },
        { "failing", "failing" },
        { "alert-only", null },
        { "too-large", null },
        { "starting", "starting" },
    };

    [Theory]
    [MemberData(nameof(Downs))]
    public void Down_AsTheServiceStands(string how, string? code)
    {
        var desk = Desk.Watching(Policy(Liveness, Memory));
        _ = how switch
        {
            "stopped" => desk.Seen(Unit(state: UnitState.Inactive)),
            "restarting" => desk.Seen(Unit(state: UnitState.Activating)),
            "unseen" => desk.Give(new UnitUnseen(new Reason("bus-lost", "gone"))),
            "unhealthy" => desk.Fail(times: 3),
            "failing" => desk.Fail(),
            "alert-only" => desk.AlertOnly(),
            "too-large" => desk.Fail(Memory, 12),
            "starting" => desk.Seen(Unit("b") with { StartedAt = desk.Now }),
            _ => desk,
        };

        Assert.Equal(code, DependencyRules.Down(desk.Policy, desk.State, new Moment(desk.Now, DateTimeOffset.UnixEpoch + desk.Now))?.Code);
    }

    [Fact]
    public void MayExplain_CheckOfTheUsersOwn_Does() => Assert.True(DependencyRules.MayExplain(s_custom, new Reason("timeout", "")));
}
