using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>Told when many services are in trouble at once, so that people hear of that and not of each.</summary>
internal interface IHostNotices
{
    /// <summary>It was told that many are in trouble, maybe by a run before us, and not yet that this is over.</summary>
    bool IsHost { get; }

    /// <summary>It is over, and something may be held back still.</summary>
    bool IsSettling { get; }

    /// <summary>Something is not told because it was told too often, and may stay.</summary>
    bool IsHushed { get; }

    /// <summary>From now on single services are not told of. Quick, and never throws.</summary>
    /// <param name="services">Those in trouble.</param>
    /// <param name="watched">Of how many.</param>
    /// <param name="isHeld">Nothing is restarted for a while because of it.</param>
    /// <param name="now">When.</param>
    void HostBegan(ImmutableArray<ServiceConfig> services, int watched, bool isHeld, Moment now);

    /// <summary>It goes on: where it was not told, because it was told too often, it is when it stays.</summary>
    void HostGoesOn(ImmutableArray<ServiceConfig> services, int watched, Moment now);

    /// <summary>It is over. What is still held back waits until the services have been judged anew.</summary>
    /// <param name="rest">How many still are in trouble: where those are many, it is over only as one matter.</param>
    /// <param name="now">When.</param>
    void HostEnded(Crowd rest, Moment now);

    /// <summary>Nobody sees all services now: what nobody has confirmed for long is over as one matter.</summary>
    void HostUnseen(Moment now);

    /// <summary>They have been: what is still so is told.</summary>
    /// <param name="services">Those that are seen.</param>
    /// <param name="isAll">Whether these are all that there are; else of others something may be held back still.</param>
    /// <param name="now">When.</param>
    void HostSettled(ImmutableArray<ServiceConfig> services, bool isAll, Moment now);

    /// <summary>What is hushed and has stayed is told.</summary>
    /// <param name="services">Those that are seen.</param>
    /// <param name="now">When.</param>
    void Insist(ImmutableArray<ServiceConfig> services, Moment now);
}

/// <summary>Where nobody is told.</summary>
internal sealed class NoHostNotices : IHostNotices
{
    public static NoHostNotices Instance { get; } = new();

    public bool IsHost => false;

    public bool IsSettling => false;

    public bool IsHushed => false;

    public void HostBegan(ImmutableArray<ServiceConfig> services, int watched, bool isHeld, Moment now)
    {
    }

    public void HostGoesOn(ImmutableArray<ServiceConfig> services, int watched, Moment now)
    {
    }

    public void HostEnded(Crowd rest, Moment now)
    {
    }

    public void HostUnseen(Moment now)
    {
    }

    public void HostSettled(ImmutableArray<ServiceConfig> services, bool isAll, Moment now)
    {
    }

    public void Insist(ImmutableArray<ServiceConfig> services, Moment now)
    {
    }
}
