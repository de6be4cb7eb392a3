using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>
/// One kind of manager (systemd, launchd, supervisord), as a place to find services in. They are asked one after the other, the most particular first: a
/// program of supervisord is in the control group of supervisord's own unit.
/// </summary>
internal interface IServiceSource
{
    /// <summary>The services among them that run. Never throws for a manager that is sick, gone or refuses: those are left out, with the reason.</summary>
    /// <param name="ports">Of whom nobody has said yet that they are his.</param>
    /// <param name="only">The one service that is asked for, which may listen nowhere; null for all.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel);
}

/// <summary>What a source has found.</summary>
/// <param name="Services">To be drafted.</param>
/// <param name="LeftOut">Its services that are not, each with the reason.</param>
/// <param name="Unclaimed">The ports that are none of its services'.</param>
internal sealed record SourceLook(ImmutableArray<FoundService> Services, ImmutableArray<LeftOut> LeftOut, ImmutableArray<OpenPort> Unclaimed)
{
    /// <summary>Names that could have been meant, where one was asked for and is not there; as they would be asked for.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Managers that are there and could not be asked whether they have the one that was asked for, each with the reason.</summary>
    public ImmutableArray<LeftOut> Unasked { get; init; } = [];
}
