using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;
using Watchdog.Probes;

namespace Watchdog.Tests.Doctoring;

public sealed class PlaceCheckTests
{
    [Fact]
    public void Name_OfAUrl_HasNeitherQueryNorSecret()
    {
        var place = AnyFacts.Place with { Check = AnyFacts.Check with { Target = new HttpTarget { Url = new Uri("http://me:hunter2@127.0.0.1:8080/sesame/health?token=hunter2") } } };

        Assert.Equal("liveness (http://127.0.0.1:8080/***/health)", place.Name(Secrets.Of(["sesame"])));
    }

    [Theory]
    [InlineData(3.5)]
    [InlineData(3.6, "warning timeout-close")]
    [InlineData(5, "warning timeout-close")]
    public void Judge_Latency_IsToldAbove70PercentOfTheTimeout(double slowest, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Looks = [AnyFacts.Passed(0.1), AnyFacts.Passed(slowest)] })));

    [Fact]
    public void Judge_ALockThatAnswersAfterTheProbeGivesUp_IsBrokenWithTheTimeoutToSet()
    {
        var finding = Assert.Single(ServiceChecks.Judge(AnyFacts.With(AnyFacts.Place with { Looks = [AnyFacts.Failed(ProbeCodes.Late, 5.1), AnyFacts.Failed(ProbeCodes.Late, 5.2)] })));

        Assert.Equal(("timeout-too-short", FindingSeverity.Broken), (finding.Code, finding.Severity));
        Assert.Equal("set \"timeout\": \"11s\" for liveness of web", finding.Remedy);
    }

    [Fact]
    public void Judge_Failing_IsToldByTheProbesOwnCode()
    {
        Assert.Equal(["broken refused"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Looks = [AnyFacts.Failed(ProbeCodes.Refused), AnyFacts.Failed(ProbeCodes.Refused)] })));
        Assert.Equal(["warning answers-at-times"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Looks = [AnyFacts.Failed(ProbeCodes.Reset), AnyFacts.Passed(0.1)] })));
        Assert.Equal(["unknown own-access"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Looks = [Observation.CouldNotLook("liveness", ProbeCodes.OwnAccess, "no")] })));
    }

    [Theory]
    [InlineData(null, "broken timeout-first-byte")]
    [InlineData(0, "broken timeout-first-byte")]
    [InlineData(2, "broken fresh-connection-fails")]
    public void Judge_Silence_IsToldApartWhereOthersAreInside(int? served, string expected) =>
        Assert.Equal([expected], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Looks = [AnyFacts.Failed(ProbeCodes.TimeoutFirstByte, 10)], Served = served })));

    [Fact]
    public void Judge_PagesLocalhostAndOneAtATime_AreTold()
    {
        var localhost = AnyFacts.Place with { Check = AnyFacts.Check with { Target = new TcpTarget("localhost", 80, null) } };

        Assert.Equal(["warning html-page"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { IsPage = true })));
        Assert.Equal(["warning redirect-to-page"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { IsPage = true, Redirects = true })));
        Assert.Empty(AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { Redirects = true })));
        Assert.Equal(["warning one-connection-at-a-time"], AnyFacts.Judged(AnyFacts.With(AnyFacts.Place with { ServesOneConnection = true })));
        Assert.Equal(["warning localhost"], AnyFacts.Judged(AnyFacts.With(localhost)));
    }

    [Fact]
    public void Judge_AStrangerInItsPlace_IsToldOncePerPlace()
    {
        var foreign = AnyFacts.Place with { Looks = [], Owner = new ListenerOwner.Found(Listening.Other, "PID 9 (nc) of no unit", false, [9], false) };
        var orphan = foreign with { Owner = foreign.Owner!.Value with { IsOrphan = true } };

        Assert.Equal(["broken foreign-listener"], AnyFacts.Judged(AnyFacts.Service with { Places = [foreign, foreign] }));
        var finding = Assert.Single(ServiceChecks.Judge(AnyFacts.With(orphan)));
        Assert.Equal("orphan-listener", finding.Code);
        Assert.StartsWith("sudo kill 9 && systemctl restart web.service", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains("PID 9 (nc) of no unit", finding.Sentence, StringComparison.Ordinal);
    }
}
