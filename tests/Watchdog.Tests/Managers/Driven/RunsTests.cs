using Watchdog.Core;
using Watchdog.Managers.Driven;

namespace Watchdog.Tests.Managers.Driven;

/// <summary>Who ended the run before, where only what was seen in between can tell.</summary>
public sealed class RunsTests
{
    private static readonly UnitStatus s_restarting = new() { State = UnitState.Activating, SubState = "auto-restart, down" };
    private static readonly UnitStatus s_runs = new() { State = UnitState.Active, Instance = "b", EndBefore = LastEnd.Unknown };

    private readonly Runs _runs = new(TimeProvider.System);

    [Fact]
    public void Name_FirstSeenBetweenTwoRuns_IsItsManagersRestart()
    {
        _runs.Name(s_restarting);

        Assert.Equal(LastEnd.ByItself, _runs.Name(s_runs).EndBefore);
    }

    [Fact]
    public void Name_KnownRunThenBetween_IsItsManagersRestart()
    {
        _runs.Name(s_runs with { Instance = "a" });
        _runs.Name(s_restarting);

        Assert.Equal(LastEnd.ByItself, _runs.Name(s_runs).EndBefore);
    }

    [Fact]
    public void Name_StoppedInBetween_CannotBeTold()
    {
        _runs.Name(s_restarting);
        _runs.Name(new UnitStatus { State = UnitState.Inactive, LastEnd = LastEnd.StopJob });

        Assert.Equal(LastEnd.Unknown, _runs.Name(s_runs).EndBefore);
    }
}
