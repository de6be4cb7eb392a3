using Watchdog.Cli.Demo;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Cli.Demo;

public sealed class DemoCaseTests
{
    private static readonly DemoFault s_curable = DemoFault.All.Single(fault => fault.Service == "counter");
    private static readonly DemoFault s_incurable = DemoFault.All.Single(fault => fault.Incurable);
    private static readonly Reason s_any = new("any", "any");

    private double _seconds;

    [Fact]
    public void Curable_RestartedOnceAndRecovered_IsRight()
    {
        var one = Broken(s_curable);
        Fails(one, "counter-flat");
        Restarts(one, "acceptLoop");
        Take(one, new Alert(AlertLevel.Info, new Reason("recovered", "well")));

        Assert.True(one.IsOver);
        Assert.Null(one.Wrong());
        Assert.Equal(["2.0 s", "4.0 s"], [Since(one, one.DecidedAt), Since(one, one.RecoveredAt)]);
    }

    [Fact]
    public void Curable_NotRecovered_IsWrong()
    {
        var one = Broken(s_curable);
        Fails(one, "counter-flat");
        Restarts(one, "acceptLoop");

        Assert.False(one.IsOver);
        Assert.Equal("it was restarted and not seen to recover", one.Wrong());
    }

    [Fact]
    public void Curable_RestartedTwice_IsWrong()
    {
        var one = Broken(s_curable);
        Fails(one, "counter-flat");
        Restarts(one, "acceptLoop");
        Restarts(one, "acceptLoop");
        Take(one, new Alert(AlertLevel.Info, new Reason("recovered", "well")));

        Assert.Equal("it was restarted twice, not once", one.Wrong());
    }

    [Fact]
    public void Curable_RestartedForAnotherCheck_IsWrong()
    {
        var one = Broken(s_curable);
        Fails(one, "counter-flat");
        Restarts(one, "liveness");

        Assert.Equal("it was restarted for liveness, not for acceptLoop", one.Wrong());
    }

    [Fact]
    public void Curable_SeenAsSomethingElse_IsWrong()
    {
        var one = Broken(s_curable);
        Fails(one, "json-missing");
        Restarts(one, "acceptLoop");

        Assert.Equal("it was seen as json-missing, not as counter-flat", one.Wrong());
    }

    [Fact]
    public void Curable_StartedBySomebodyElse_IsWrong()
    {
        var one = Broken(s_curable);
        Fails(one, "counter-flat");
        Restarts(one, "acceptLoop");
        Take(one, new Started(StartKind.Operator, "2", s_any));

        Assert.Equal("it was started once by somebody else", one.Wrong());
    }

    [Fact]
    public void Any_NeverSeen_IsWrong() => Assert.Equal("the fault was not seen", Broken(s_curable).Wrong());

    [Fact]
    public void Any_RestartedBeforeItWasBroken_IsWrong()
    {
        var one = new DemoCase(s_curable);
        Assert.Equal("it did not come up, so nothing was shown", one.Wrong());
        Restarts(one, "liveness");

        Assert.Equal("it was restarted before anything was wrong with it", one.Wrong());
    }

    [Fact]
    public void Incurable_HeldAfterTwoAndStillFailing_IsRight()
    {
        var one = Held(restarts: 2, alert: true);
        Assert.False(one.IsOver);
        Assert.Equal("it was not watched for long enough while held", one.Wrong());
        for (var i = 0; i < 3; i++) Fails(one, "status-503");

        Assert.True(one.IsOver);
        Assert.Null(one.Wrong());
    }

    [Theory]
    [InlineData(2, false, "it was held without a critical alert")]
    [InlineData(3, true, "it was restarted 3 times, not twice")]
    [InlineData(1, true, "it was restarted once, not twice")]
    public void Incurable_OtherThanItShouldBe_IsWrong(int restarts, bool alert, string wrong)
    {
        var one = Held(restarts, alert);
        for (var i = 0; i < 3; i++) Fails(one, "status-503");

        Assert.Equal(wrong, one.Wrong());
    }

    [Fact]
    public void Incurable_RestartedOnceMoreWhileHeld_IsWrong()
    {
        var one = Held(restarts: 2, alert: true);
        for (var i = 0; i < 3; i++) Fails(one, "status-503");
        Restarts(one, "deepHealth");

        Assert.Equal("it was restarted 3 times, not twice", one.Wrong());
    }

    [Fact]
    public void Lines_OfAFault_SayWhatWasSeenDecidedAndDone()
    {
        var one = Broken(s_curable);

        Assert.Equal(["seen: acceptLoop fails: counter-flat: it stands"], Fails(one, "counter-flat"));
        Assert.Empty(Fails(one, "counter-flat"));
        Assert.Equal(["decided: acceptLoop failed twice in a row: restart, unless it passes at the last look"],
            Take(one, new BeginAction(1, Intent.RestartIfHung, "acceptLoop", s_any)));
        Assert.Equal(["last look: still so: the restart is ordered"],
            Take(one, new LastLookEnded(1, Observation.Fail("acceptLoop", "counter-flat", "it stands"), null), new Restart(1, Intent.RestartIfHung, s_any)));
        Assert.Equal(["done: started as pid 7 (20 ms)"],
            Take(one, new RestartEnded(1, new RestartOutcome(RestartResult.Done, new Reason("started", "started as pid 7")) { Took = TimeSpan.FromMilliseconds(20) })));
    }

    [Fact]
    public void Table_EachFault_IsARowOfEqualColumns()
    {
        var curable = Broken(s_curable);
        Fails(curable, "counter-flat");
        Restarts(curable, "acceptLoop");
        Take(curable, new Alert(AlertLevel.Info, new Reason("recovered", "well")));

        Assert.Equal(
            [
                "fault                       seen as       decided                     done               to decision  to recovery",
                "counter flat, answers fine  counter-flat  restart (acceptLoop)        1 restart                2.0 s        4.0 s",
                "no restart cures it         status-503    restart, hold (deepHealth)  2 restarts, alert        2.0 s  held: 6.0 s",
                "hangs (SIGSTOP)             -             -                           0 restarts                   -            -",
            ],
            DemoTable.Lines([curable, Held(restarts: 2, alert: true), new DemoCase(DemoFault.All[0])]));
    }

    private DemoCase Held(int restarts, bool alert)
    {
        var one = Broken(s_incurable);
        Fails(one, "status-503");
        for (var i = 0; i < restarts; i++) Restarts(one, "deepHealth");
        if (alert) Entry(one, null, new Alert(AlertLevel.Critical, new Reason("ineffective", "no help")));
        Take(one, new Moved(Phase.Verifying, Phase.Holding, new Reason("ineffective", "no help")));
        return one;
    }

    private DemoCase Broken(DemoFault fault)
    {
        var one = new DemoCase(fault);
        one.Wedge(TimeSpan.FromSeconds(_seconds));
        return one;
    }

    private string[] Fails(DemoCase one, string code) => Take(one, new Observed(Observation.Fail(one.Fault.Check, code, "it stands")));

    /// <summary>Decided and ordered in one second, done in the next.</summary>
    private void Restarts(DemoCase one, string cause)
    {
        Take(one, new BeginAction(1, Intent.RestartIfHung, cause, s_any), new Restart(1, Intent.RestartIfHung, s_any));
        Take(one, new Started(StartKind.Ours, "2", s_any));
    }

    private string[] Take(DemoCase one, params Decision[] decisions) => Take(one, null, decisions);

    private string[] Take(DemoCase one, Input? input, params Decision[] decisions)
    {
        _seconds++;
        return Entry(one, input, decisions);
    }

    private string[] Entry(DemoCase one, Input? input, params Decision[] decisions) =>
    [
        .. one.Take(new JournalEntry
        {
            At = DateTimeOffset.UnixEpoch,
            Up = TimeSpan.FromSeconds(_seconds),
            Service = one.Fault.Service,
            Input = input,
            Decisions = [.. decisions],
        }).Select(line => $"{line.Word}: {line.Text}"),
    ];

    private static string Since(DemoCase one, TimeSpan? up) => $"{(up - one.WedgedAt)!.Value.TotalSeconds:0.0} s";
}
