using System.Collections.Immutable;
using Watchdog.Config;

namespace Watchdog.Notify.Telling;

/// <summary>An incident of the whole host that is open.</summary>
/// <param name="Id"><c>host-20261121-222242</c></param>
/// <param name="Since">When it was found.</param>
public sealed record ToldHost(string Id, DateTimeOffset Since)
{
    /// <summary>Who was told of it.</summary>
    public ImmutableArray<string> To { get => field.IsDefault ? [] : field; init; }

    /// <summary>Of the gravest of them.</summary>
    public Severity Severity { get; init; }

    /// <summary>Services that were restarted meanwhile.</summary>
    public ImmutableArray<string> Restarted { get => field.IsDefault ? [] : field; init; }
}
