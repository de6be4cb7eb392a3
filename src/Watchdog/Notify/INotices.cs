using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>Told of each step of an incident after it is journaled and before the state is saved: a crash in between tells it once more, under the same key.</summary>
internal interface INotices
{
    /// <summary>What is to be sent is on the disk when this returns, where the disk takes it; sending is done elsewhere. Quick, and never throws.</summary>
    void Tell(ServiceConfig service, ImmutableArray<IncidentStep> steps, Moment now);
}

/// <summary>Where nobody is told.</summary>
internal sealed class NoNotices : INotices
{
    public static NoNotices Instance { get; } = new();

    public void Tell(ServiceConfig service, ImmutableArray<IncidentStep> steps, Moment now)
    {
    }
}
