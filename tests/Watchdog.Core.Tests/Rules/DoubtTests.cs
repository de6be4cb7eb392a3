using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

/// <summary>Doubt about ourselves: nothing that we see counts, and nothing is done, for a bounded time.</summary>
public class DoubtTests
{
    private static readonly SelfDoubted s_doubted = new(new Reason("self-doubt", "in doubt about ourselves: our own control probe took 3.2 s"));
    private static readonly SelfDoubted s_over = new((Reason?)null);
    private static readonly Signals s_wedged = new() { Activity = ProcessActivity.Stopped };

    [Fact]
    public void Observed_WhileInDoubt_CountsInNeitherDirection()
    {
        var desk = Desk.Watching().Fail(times: 2).Give(s_doubted);
        desk.Fail(times: 10);
        Assert.Equal(2, desk.State.Check(Liveness).Failures);
        desk.Pass();
        Assert.Equal(2, desk.State.Check(Liveness).Failures);

        Assert.Equal("self-doubt", desk.State.Check(Liveness).Reason.Code);
        Assert.Equal(Verdict.Unknown, Judge.Of(desk.Policy, desk.State));
        Assert.Empty(desk.All.OfType<BeginAction>());
        Assert.Empty(desk.All.OfType<Alert>());
    }

    [Fact]
    public void Observed_SteadyDoubt_ChangesNothingAfterTheFirst()
    {
        var desk = Desk.Watching().Give(s_doubted).Fail();
        desk.After(S(15)).Fail();
        Assert.True(desk.Ignored);
    }

    [Fact]
    public void Observed_AfterTheDoubt_CountsOnlyWhereTheLookBeganAfterIt()
    {
        var desk = Desk.Watching().Give(s_doubted).After(S(20)).Give(s_over);
        desk.After(S(5)).Give(new Observed(Desk.Bad() with { Took = S(6) }));
        Assert.Equal(0, desk.State.Check(Liveness).Failures);

        desk.After(S(5)).Give(new Observed(Desk.Bad() with { Took = S(6) }));
        Assert.Equal(1, desk.State.Check(Liveness).Failures);
    }

    [Fact]
    public void LastLook_InDoubt_CallsOffAndHolds()
    {
        var desk = Desk.Watching().Fail(times: 3).Give(s_doubted).LookBad();

        Assert.Equal("call off could-not-look; -> Holding self-doubt", desk.Said);
        Assert.Equal(Hold.Host, desk.State.Hold);
        desk.Give(s_over);
        Assert.Equal(Phase.Suspect, desk.State.Phase);
    }

    [Fact]
    public void LastLook_OfAFailedUnitInDoubt_IsCalledOffAndStartedWhenTheDoubtIsOver()
    {
        var desk = Desk.Watching().Seen(Failed()).Give(s_doubted).LookBad(null);
        Assert.Equal("call off self-doubt; not acting self-doubt; -> Holding self-doubt", desk.Said);

        desk.Wait(Min(5));
        Assert.Equal("", desk.Said);
        desk.Give(s_over);
        Assert.Equal("begin EnsureUp unit-failed; -> Acting unit-failed", desk.Said);
    }

    /// <summary>That it has failed is its manager's word, not ours: a doubt without end must not keep it down.</summary>
    [Fact]
    public void Doubt_BeyondItsCeiling_LetsAFailedUnitBeStarted()
    {
        var desk = Desk.Watching().Seen(Failed()).Give(s_doubted).LookBad(null);
        desk.Wait(Min(10));
        Assert.Equal("begin EnsureUp unit-failed; -> Acting unit-failed", desk.Said);
        Assert.Single(desk.LookBad(null).Fell.OfType<Restart>());
    }

    [Fact]
    public void Doubt_BeyondItsCeiling_LetsWhatIsProvablyFrozenBeActedUpon()
    {
        var desk = Desk.Watching(Diagnosable()).Give(s_doubted).Fail(times: 3);
        desk.Wait(Min(10) - (desk.Now - H(3)));
        Assert.True(desk.State.Host!.Doubt!.Spent);

        desk.Fail().Give(new Diagnosed(Liveness, "a", s_wedged)).After(S(15)).Fail(times: 2);
        Assert.Equal("begin RestartIfHung stopped; -> Acting stopped", desk.Said);
        desk.After(S(3)).Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(), desk.Unit, s_wedged));
        Assert.Equal("restart RestartIfHung stopped", desk.Said);
    }

    [Theory]
    [InlineData(Liveness, ProcessActivity.Working)]
    [InlineData(Deep, ProcessActivity.Stopped)]
    public void Doubt_BeyondItsCeiling_HoldsWhatIsNotProvenOrNotHard(string check, ProcessActivity activity)
    {
        var desk = Desk.Watching(Diagnosable()).Give(s_doubted).Wait(Min(10));
        desk.Fail(check).Give(new Diagnosed(check, "a", new Signals { Activity = activity, Waiting = activity == ProcessActivity.Stopped ? 1 : null })).After(S(15)).Fail(check, 2);
        Assert.StartsWith("not acting self-doubt", desk.Said, StringComparison.Ordinal);
        Assert.Equal(Hold.Host, desk.State.Hold);

        desk.Give(s_over).After(S(15)).Fail(check);
        Assert.StartsWith("begin RestartIfHung", desk.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubt_ThatComesAndGoes_ReachesItsCeilingAllTheSame()
    {
        var desk = Desk.Watching();
        for (var i = 0; i < 11; i++) desk.Give(s_doubted).Wait(S(50)).Give(s_over).Wait(S(10));
        desk.Give(s_doubted).Wait(S(1));
        Assert.False(desk.State.Host!.Doubt!.Silences);

        desk.Give(s_over).Wait(Min(2)).Give(s_doubted).Wait(S(1));
        Assert.True(desk.State.Host!.Doubt!.Silences);
    }

    [Fact]
    public void JudgedAnew_InARow_StartsItAnew()
    {
        var desk = Desk.Watching().Fail(times: 2).Give(new JudgedAnew(new Reason("slept", "the machine slept for 3 h")));
        Assert.Equal("-> Watching slept", desk.Said);
        desk.After(S(2)).Give(new Observed(Desk.Bad() with { Took = S(3) }));
        Assert.Equal(0, desk.State.Check(Liveness).Failures);
        desk.After(S(10)).Fail(times: 2);
        Assert.Empty(desk.All.OfType<BeginAction>());
        desk.After(S(15)).Fail();
        Assert.Single(desk.All.OfType<BeginAction>());
    }

    [Fact]
    public void JudgedAnew_BesideALastLook_CallsTheActionOff()
    {
        var desk = Desk.Watching().Fail(times: 3).Give(new JudgedAnew(new Reason("slept", "the machine slept for 3 h"))).LookBad();
        Assert.Equal("call off judged-anew; -> Suspect judged-anew", desk.Said);
    }

    [Fact]
    public void Resumed_InDoubt_EndsIt()
    {
        var desk = Desk.Watching().Give(s_doubted).Give(new Resumed("the daemon started"));
        Assert.False(desk.State.Host!.Doubt!.Stands);
    }

    private static ServicePolicy Diagnosable()
    {
        var policy = Policy(Liveness, Deep);
        return policy with { Checks = [.. policy.Checks.Select(check => check with { Diagnosable = true })] };
    }
}
