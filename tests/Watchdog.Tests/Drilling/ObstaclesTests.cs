using Watchdog.Core;
using Watchdog.Drilling;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Drilling;

public sealed class ObstaclesTests
{
    private static readonly UnitStatus s_well = FakeUnit.Active("one");

    [Fact]
    public void Of_AUnitThatRuns_IsNone() => Assert.Null(Obstacles.Of(s_well with { StartLimit = new StartLimit(5, TimeSpan.FromSeconds(10), false) }, "s.service"));

    [Fact]
    public void Of_AUnitThatIsNotToBeTouched_NamesWhy()
    {
        foreach (var (unit, code) in new (UnitStatus, string)[]
        {
            (s_well with { State = UnitState.Inactive }, "not-active"),
            (s_well with { State = UnitState.Activating }, "not-active"),
            (s_well with { Job = "restart, id 7" }, "job-queued"),
            (s_well with { EndAction = "FailureAction=reboot" }, "end-action"),
            (s_well with { StartLimit = new StartLimit(5, TimeSpan.FromSeconds(10), true) }, "start-limit-action"),
        })
        {
            Assert.Equal(code, Obstacles.Of(unit, "s.service")?.Code);
        }
    }
}
