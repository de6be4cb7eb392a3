using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>Told of each step of an incident after it is journaled and before the state is saved: a crash in between tells it once more, under the same key.</summary>
internal interface INotices
{
    /// <summary>What is to be sent is on the disk when this returns, where the disk takes it; sending is done elsewhere. Quick, and never throws.</summary>
    void Tell(ServiceConfig service, ImmutableArray<IncidentStep> steps, Moment now);

    /// <summary>A run goes on with it from what was saved: a story that is not known there was told by one that was killed before it was saved, or whose state is lost.</summary>
    /// <param name="service">Which.</param>
    /// <param name="incident">The incident that is open; null for none.</param>
    /// <param name="now">When.</param>
    void Resume(ServiceConfig service, string? incident, Moment now);
}

/// <summary>Where nobody is told.</summary>
internal sealed class NoNotices : INotices
{
    public static NoNotices Instance { get; } = new();

    public void Tell(ServiceConfig service, ImmutableArray<IncidentStep> steps, Moment now)
    {
    }

    public void Resume(ServiceConfig service, string? incident, Moment now)
    {
    }
}
