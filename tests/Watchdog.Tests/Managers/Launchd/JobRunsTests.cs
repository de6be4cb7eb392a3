using Watchdog.Core;
using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public sealed class JobRunsTests
{
    private static readonly UnitStatus s_running = new() { State = UnitState.Active, MainPid = 4711 };
    private static readonly UnitStatus s_scheduled = new() { State = UnitState.Activating };

    private readonly JobRuns _runs = new();

    [Fact]
    public void Name_RunsThatNobodySawRunning_AreToldByTheirNumber()
    {
        Assert.Equal("", Name(s_scheduled, 5));         // it may be the one that was known before us
        Assert.Equal("", Name(s_scheduled, 5));
        Assert.Equal("run 6", Name(s_scheduled, 6));
        Assert.Equal("run 6", Name(s_scheduled, 6));
        Assert.Equal("run 9", Name(s_scheduled, 9));
    }

    [Fact]
    public void Name_SeenRunning_IsToldByItsProcessAlsoWhenItIsOver()
    {
        Assert.Equal("", Name(s_running, 1));
        Assert.Equal("", Name(s_scheduled, 1));
        Assert.Equal("", Name(s_running, 2));
        Assert.Equal("", Name(s_scheduled, 2));
    }

    [Fact]
    public void Name_SeenOnItsWayUpFirst_KeepsThatName()
    {
        Name(s_running, 1);
        Assert.Equal("run 2", Name(s_scheduled, 2));
        Assert.Equal("run 2", Name(s_running, 2));
        Assert.Equal("run 2", Name(s_scheduled, 2));
        Assert.Equal("", Name(s_running, 3));
    }

    [Fact]
    public void Name_CountNotShown_IsLeftToItsProcess() => Assert.Equal("", Name(s_running, null));

    private string Name(UnitStatus status, long? runs) => _runs.Name(status, runs).Instance;
}
