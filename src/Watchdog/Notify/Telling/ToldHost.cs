using System.Collections.Immutable;
using Watchdog.Config;

namespace Watchdog.Notify.Telling;

/// <summary>An incident of the whole host that is open.</summary>
/// <param name="Id"><c>host-20261121-222242</c></param>
/// <param name="Since">When it was found.</param>
public sealed record ToldHost(string Id, DateTimeOffset Since)
{
    /// <summary>Who was told of it, or would have been.</summary>
    public ImmutableArray<string> To { get => field.IsDefault ? [] : field; init; }

    /// <summary>Of the gravest of them.</summary>
    public Severity Severity { get; init; }

    /// <summary>Whether a message about a service of that severity need not be sent: all who would get it were told of something as grave.</summary>
    public bool Covers(Severity severity, ImmutableArray<string> to) => (severity == Severity || Severity == Severity.Critical) && to.All(To.Contains);

    /// <summary>It is not told, because such incidents were told too often.</summary>
    public bool IsHushed { get; init; }

    /// <summary>Services that were restarted meanwhile.</summary>
    public ImmutableArray<string> Restarted { get => field.IsDefault ? [] : field; init; }
}
