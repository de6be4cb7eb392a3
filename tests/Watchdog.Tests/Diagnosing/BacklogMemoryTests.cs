using System.Collections.Immutable;
using System.Net;
using Watchdog.Diagnosing;

namespace Watchdog.Tests.Diagnosing;

public sealed class BacklogMemoryTests
{
    private readonly BacklogMemory _memory = new();

    private bool? At(double seconds, long queued) => _memory.IsMoving(null, queued, TimeSpan.FromSeconds(seconds));

    private bool? At(double seconds, string waiting, long? queued = null)
    {
        var ends = waiting.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(port => new IPEndPoint(IPAddress.Loopback, int.Parse(port, null))).ToImmutableHashSet();
        return _memory.IsMoving(ends, queued ?? ends.Count, TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void IsMoving_FirstSight_CannotTell() => Assert.Null(At(0, "1 2"));

    [Fact]
    public void IsMoving_NobodyWasTaken_Stands()
    {
        At(0, "1 2");
        Assert.False(At(1, "1 2"));
        Assert.False(At(2, "1 2 3"));
    }

    [Fact]
    public void IsMoving_OneWasTaken_MovesForAMinute()
    {
        At(0, "1 2");
        Assert.True(At(1, "2"));
        Assert.True(At(2, "2 3"));
        Assert.True(At(61, "2 3"));
        Assert.False(At(61.5, "2 3 4"));
    }

    [Fact]
    public void IsMoving_OneWasTakenAndAnotherCame_Moves()
    {
        At(0, "1 2");
        Assert.True(At(1, "2 3"));
    }

    /// <summary>A client that resets its connection takes it out of the kernel's list; the listener counts it until it is accepted.</summary>
    [Fact]
    public void IsMoving_OneWasReset_Stands()
    {
        At(0, "1 2");
        Assert.False(At(1, "2", queued: 2));
        Assert.False(At(2, "2 3", queued: 3));
    }

    /// <summary>Of a Unix socket only the length is told: as many as before may be others.</summary>
    [Fact]
    public void IsMoving_OnlyTheLengthIsTold_MovesWhenItShrinksAndElseCannotTell()
    {
        At(0, queued: 3);
        Assert.Null(At(1, queued: 4));
        Assert.True(At(2, queued: 3));
        Assert.Null(At(63, queued: 3));
    }

    [Fact]
    public void IsMoving_MoreWaitThanAreTold_CannotTell()
    {
        At(0, "1 2");
        Assert.Null(At(1, queued: 20_000));
        Assert.Null(At(2, "1 2", queued: 20_000));
        Assert.False(At(3, "1 2", queued: 20_000));
    }

    [Fact]
    public void Forget_OfAnEarlierInstance_CannotTell()
    {
        At(0, "1 2");
        _memory.Forget();
        Assert.Null(At(1, "3"));
        Assert.False(At(2, "3"));
    }
}
