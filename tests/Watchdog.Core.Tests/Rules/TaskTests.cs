using System.Collections.Immutable;
using Watchdog.Core.Tests.Tables;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class TaskTests
{
    private static Recovery? Of(Desk desk) => Recovery.Of(desk.Policy, desk.State, desk.Now);

    private static TaskStopped Stop(Desk desk, long epoch) => new(epoch, "anna (uid 0)", "a debugger is attached", desk.Now + Min(30));

    private static Desk Stopped(Desk desk) => desk.Give(Stop(desk, Of(desk)!.Epoch));

    private static Desk Begun() => Desk.Watching().Fail(times: 3);

    [Fact]
    public void Of_AService_FollowsItsRecoveryUnderOneNumber()
    {
        var desk = Desk.Watching(Policy(Liveness) with { StartupGate = Min(5) });
        Assert.Null(Of(desk));
        Assert.Null(Of(desk.Fail(times: 2)));

        desk.After(S(15)).Fail();
        Assert.Equal(new Recovery(1, "looking once more", desk.Now, desk.Now + S(10)) { IsOrdered = false }, Of(desk));

        desk.LookBad();
        var ordered = desk.Now;
        Assert.Equal(new Recovery(1, "ordered", ordered, null) { IsOrdered = true }, Of(desk));

        desk.Renewed("b");
        Assert.Equal(new Recovery(1, "verifying", ordered, desk.State.StartedAt + Min(5)) { IsOrdered = true }, Of(desk));
        Assert.Null(Of(desk.Healthy()));
    }

    [Fact]
    public void Of_WhatWaits_HasTheNumberThatItWillHave()
    {
        var busy = Standing.In("Holding, busy");
        Assert.Equal(new Recovery(2, "waiting for work in flight", busy.State.Busy!.Since, busy.State.Busy.Since + Min(10)) { IsOrdered = false }, Of(busy));
        busy.After(S(15)).Give(new BusySeen(new BusyLook(0))).Fail(Deep, code: "status-5xx");
        Assert.Equal((2, "looking once more"), (Of(busy)!.Epoch, Of(busy)!.Step));

        var again = Desk.Watching().Restarted().Ended(RestartResult.Denied).After(S(15)).Fail();
        Assert.Equal(new Recovery(2, "waiting: backoff", again.State.PhaseSince, again.State.BackoffUntil) { IsOrdered = false }, Of(again));
        Assert.Equal("waiting: dependency", Of(Standing.In("Holding, dependency"))!.Step);
        Assert.Equal("waiting: held by the host", Of(Standing.In("Holding, host"))!.Step);
    }

    [Theory]
    [InlineData("Holding, storm")]
    [InlineData("Holding, ineffective")]
    [InlineData("Paused")]
    [InlineData("Stopped")]
    [InlineData("Blind")]
    public void Of_WhatWaitsForSomebodyElse_IsNone(string phase) => Assert.Null(Of(Standing.In(phase)));

    [Fact]
    public void Stop_BeforeTheOrder_CallsOffAndKeepsOffForItsTime()
    {
        var desk = Stopped(Begun());
        Assert.Equal("call off stopped-by-operator; -> Paused paused", desk.Said);
        Assert.Equal("web#1 stopped by anna (uid 0): a debugger is attached", Assert.Single(desk.Fell.OfType<CallOff>()).Reason.Sentence);
        Assert.Equal("paused for 30 min: web#1 stopped by anna (uid 0): a debugger is attached", desk.State.PhaseReason.Sentence);
        Assert.Equal((2, (ActionState?)null), (desk.State.Epoch, desk.State.Action));

        desk.All.Clear();
        while (desk.Now < desk.State.Pauses[0].Until - S(15)) desk.After(S(15)).Fail();
        Assert.Empty(desk.All.OfType<BeginAction>());
        desk.Wait(S(15)).Fail(times: 3);
        Assert.Equal(3, Assert.Single(desk.Fell.OfType<BeginAction>()).Epoch);
    }

    [Fact]
    public void Stop_BeforeTheOrder_TheLookThatComesLaterChangesNothing()
    {
        var desk = Begun();
        var epoch = desk.State.Epoch;
        Stopped(desk).After(S(3)).Give(new LastLookEnded(epoch, Desk.Bad(), desk.Unit));

        Assert.True(desk.Ignored);
        Assert.Empty(desk.All.OfType<Restart>());
        Assert.DoesNotContain(desk.State.Ledger, start => start.Kind == StartKind.Ours);
    }

    [Fact]
    public void Stop_AfterTheOrder_LetsItEndAndBeginsNothingFurther()
    {
        var desk = Stopped(Desk.Watching().Restarted());
        Assert.Equal("", desk.Said);
        Assert.True(desk.State.Action!.Asked);

        desk.Renewed("b");
        Assert.Equal((Phase.Paused, "b"), (desk.State.Phase, desk.State.Instance));
        desk.Seen(Failed("b"));
        Assert.Single(desk.All.OfType<BeginAction>());
        Assert.Null(Of(desk));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("rearm")]
    public void Stop_TakenBack_ActsAgain(string how)
    {
        var desk = Stopped(Begun()).After(Min(1)).Give(how == "rearm" ? new Rearmed("anna") : new PauseEnded("anna"));
        Assert.Empty(desk.State.Pauses);

        desk.Fail(times: 3);
        Assert.Single(desk.Fell.OfType<BeginAction>());
    }

    [Fact]
    public void Stop_WhileItWaitsForWork_CallsTheWaitOff()
    {
        var desk = Stopped(Standing.In("Holding, busy"));
        Assert.Equal("call off stopped-by-operator; -> Paused paused", desk.Said);
        Assert.Equal((2, 3), (Assert.Single(desk.Fell.OfType<CallOff>()).Epoch, desk.State.Epoch));

        desk.After(S(15)).Give(new BusySeen(new BusyLook(0))).Fail(Deep, 5, "status-5xx");
        Assert.Single(desk.All.OfType<BeginAction>());
        desk.Give(new PauseEnded("anna")).Fail(Deep, 2);
        Assert.Null(desk.State.Busy);
    }

    [Theory]
    [InlineData("Acting", 0)]
    [InlineData("Acting", 2)]
    [InlineData("Acting, asked", 2)]
    [InlineData("Verifying", 2)]
    [InlineData("Holding, busy", 1)]
    [InlineData("Watching", 1)]
    public void Stop_OfAnotherThanThePresent_IsNothing(string phase, long epoch)
    {
        var desk = Standing.In(phase);
        Assert.True(desk.Give(Stop(desk, epoch)).Ignored);
    }

    [Fact]
    public void Stop_Twice_IsNothingTheSecondTime()
    {
        var desk = Begun();
        var stop = Stop(desk, 1);
        Assert.True(desk.Give(stop).Give(stop).Ignored);
    }

    [Fact]
    public void Resumed_WhileVerifying_KeepsTheNumber()
    {
        var desk = Desk.Watching().Restarted().Give(new Resumed("the daemon started"));
        Assert.Equal((1, "verifying"), (Of(desk)!.Epoch, Of(desk)!.Step));
        Assert.Equal(2, desk.State.Epoch);
    }

    /// <summary>Whatever is stopped, when: what is ordered has its end, nothing is ordered while it is stopped, and no number comes twice.</summary>
    [Fact]
    public void Stop_InTenThousandHistories_ReplaysExactlyAndOrdersNothingWhileItHolds()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var desk = Desk.Watching(Policy(Liveness, Deep) with { BusyAtMost = Min(10), Backoff = new Backoff(S(20), S(60)) });
            var (began, fell, epochs) = (desk.State, new List<(Input, TimeSpan, ImmutableArray<Decision>)>(), new HashSet<long>());
            for (var i = random.Next(5, 60); i > 0; i--)
            {
                var input = AnyInput(random, desk.After(S(random.Next(30))));
                var held = PauseRules.Until(desk.State, desk.Now) is not null;
                desk.Give(input);
                fell.Add((input, desk.Now, desk.Fell));
                Assert.True(!held || input is PauseEnded or Rearmed || !desk.Fell.Any(one => one is BeginAction or Restart), $"seed {seed}: {desk.Said} while it is stopped");
                Assert.All(desk.Fell.OfType<BeginAction>(), begin => Assert.True(epochs.Add(begin.Epoch), $"seed {seed}: {begin.Epoch} twice"));
            }

            var state = began;
            foreach (var (input, now, decisions) in fell)
            {
                var step = Supervisor.Advance(desk.Policy, state, input, new Moment(now, DateTimeOffset.UnixEpoch + now));
                Assert.Equal(decisions.Select(Tell.It), step.Decisions.Select(Tell.It));
                state = step.State;
            }

            Assert.Equal((desk.State.Epoch, desk.State.Phase, desk.State.Instance), (state.Epoch, state.Phase, state.Instance));
        }
    }

    private static Input AnyInput(Random random, Desk desk) => random.Next(10) switch
    {
        0 => Stop(desk, desk.State.Epoch + random.Next(-1, 3)),
        1 or 2 => new LastLookEnded(desk.State.Epoch, Desk.Bad(random.Next(2) == 0 ? Liveness : Deep), desk.Unit) { Busy = new BusyLook(random.Next(2)) },
        3 => new RestartEnded(desk.State.Epoch, Outcome((RestartResult)random.Next(5))),
        4 => new UnitSeen(desk.Unit = Any.Unit($"{random.Next(3)}") with { StartedAt = desk.Now }),
        5 when random.Next(3) == 0 => random.Next(2) == 0 ? new PauseEnded("anna") : new Rearmed("anna"),
        6 => new Observed(Observation.Pass(random.Next(2) == 0 ? Liveness : Deep)),
        _ => new Observed(Desk.Bad(random.Next(3) == 0 ? Deep : Liveness)),
    };
}
