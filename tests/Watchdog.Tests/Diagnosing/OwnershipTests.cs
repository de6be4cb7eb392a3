using Watchdog.Core;
using Watchdog.Diagnosing;

namespace Watchdog.Tests.Diagnosing;

public sealed class OwnershipTests
{
    private static readonly TimeSpan s_main = TimeSpan.FromSeconds(100);

    private static Holder Process(int pid, double startedAt, bool within = true, bool ofMain = false, int parent = 1, string? unit = "web.service", bool manager = false) =>
        new(pid, parent, TimeSpan.FromSeconds(startedAt), unit, within, ofMain, manager);

    private static Listening Of(Holder[] holders, TimeSpan? main, bool? within = null, bool byManager = false, bool someUnseen = false, bool runs = true) =>
        Ownership.Of(holders, runs, main, within, byManager, someUnseen).Listening;

    [Fact]
    public void Of_MainProcessOrDescendant_IsOurs()
    {
        Assert.Equal(Listening.Ours, Of([Process(10, 100, ofMain: true)], s_main));
        Assert.Equal(Listening.Ours, Of([Process(11, 130, within: false, ofMain: true, unit: null)], s_main));
        Assert.Equal(Listening.Ours, Of([Process(7, 3, within: false, unit: "other.service"), Process(10, 100, ofMain: true)], s_main));
    }

    [Fact]
    public void Of_InTheControlGroup_IsOursOnlyWhenItBeganWithThisRun()
    {
        Assert.Equal(Listening.Ours, Of([Process(12, 100.5)], s_main));
        Assert.Equal(Listening.Other, Of([Process(12, 99)], s_main));
        Assert.Equal(Listening.Other, Of([Process(12, 130)], main: null, runs: false));
    }

    /// <summary>Units of init scripts, and some that fork, have none that is known.</summary>
    [Fact]
    public void Of_UnitWithoutAMainProcess_OwnsWhatIsInItsControlGroup()
    {
        Assert.Equal(Listening.Ours, Of([Process(12, 130)], main: null));
        Assert.Equal(Listening.Ours, Of([], main: null, within: true, someUnseen: true));
        Assert.Equal(Listening.Other, Of([Process(12, 130, within: false, unit: "other.service")], main: null));
    }

    [Fact]
    public void Of_Elsewhere_IsAnothers()
    {
        var (listening, other) = Ownership.Of([Process(9, 5, within: false, unit: "web@2.service"), Process(8, 4, within: false, unit: null)], true, s_main, false, false, false);
        Assert.Equal((Listening.Other, 8), (listening, other!.Value.Pid));
    }

    [Fact]
    public void Of_SocketOfTheManager_IsTheManagers()
    {
        Assert.Equal(Listening.Manager, Of([Process(1, 0, within: false, unit: null, manager: true)], s_main));
        Assert.Equal(Listening.Manager, Of([], s_main, within: false, byManager: true, someUnseen: true));
        Assert.Equal(Listening.Manager, Of([], main: null, within: false, byManager: true, someUnseen: true));
        Assert.Equal(Listening.Ours, Of([Process(1, 0, within: false, unit: null, manager: true), Process(10, 100, ofMain: true)], s_main));
    }

    /// <summary>Without privilege, where the socket was made decides.</summary>
    [Theory]
    [InlineData(true, true, nameof(Listening.Ours))]
    [InlineData(true, false, nameof(Listening.Other))]
    [InlineData(false, true, nameof(Listening.Other))]
    [InlineData(null, true, nameof(Listening.Unseen))]
    public void Of_HoldersUnseen_GoesByTheControlGroup(bool? within, bool runs, string expected) =>
        Assert.Equal(expected, Of([], s_main, within, someUnseen: true, runs: runs).ToString());

    [Fact]
    public void Of_AllSeenAndNobodyHoldsIt_IsUnseen() => Assert.Equal(Listening.Unseen, Of([], s_main, within: false));

    [Fact]
    public void IsOrphan_LeftInTheGroupOrWithoutParentAndUnit_IsOne()
    {
        Assert.True(Ownership.IsOrphan(Process(12, 50), s_main));
        Assert.True(Ownership.IsOrphan(Process(12, 50, within: false, unit: "session-3.scope"), s_main));
        Assert.True(Ownership.IsOrphan(Process(12, 50, within: false, unit: null), began: null));
        Assert.False(Ownership.IsOrphan(Process(12, 50, within: false, unit: "web@2.service"), s_main));
        Assert.False(Ownership.IsOrphan(Process(12, 50, within: false, parent: 4711, unit: "session-3.scope"), s_main));
        Assert.False(Ownership.IsOrphan(Process(12, 130, within: false, unit: null), s_main));
    }
}
