using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Rules;

public class KillTests
{
    private static TimeSpan? KillAfter(Func<UnitStatus, UnitStatus> unit, string check = Liveness, string code = "timeout-first-byte")
    {
        var desk = Desk.Watching(Liveness, Deep);
        desk.Seen(unit(desk.Unit)).Fail(check, 3, code);
        desk.Give(new LastLookEnded(desk.State.Epoch, Desk.Bad(check, code), desk.Unit));
        return Assert.Single(desk.Fell.OfType<Restart>()).KillAfter;
    }

    [Fact]
    public void Order_FrozenAndNobodyChoseTheTimeout_IsCutShort() => Assert.Equal(S(20), KillAfter(unit => unit));

    [Theory]
    [InlineData(Deep, "timeout-first-byte")]
    [InlineData(Liveness, "status")]
    [InlineData(Liveness, "refused")]
    public void Order_NotFrozenOrSoft_IsGivenItsTime(string check, string code) => Assert.Null(KillAfter(unit => unit, check, code));

    [Fact]
    public void Order_TimeoutStopOfItsOwn_IsGivenIt() => Assert.Null(KillAfter(unit => unit with { TimeoutStopIsDefault = false }));

    [Fact]
    public void Order_SendSigkillNo_IsRespected() => Assert.Null(KillAfter(unit => unit with { MayBeKilled = false }));
}
