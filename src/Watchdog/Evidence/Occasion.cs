using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>What a bundle is taken for.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Cause">The check, <c>unit</c>, or empty where somebody asked.</param>
/// <param name="Reason">Why.</param>
internal sealed record Occasion(Purpose Purpose, string Cause, Reason Reason)
{
    public static Occasion Before(BeginAction begin) =>
        new(begin.Intent == Intent.EnsureUp ? Purpose.Start : Purpose.Restart, begin.Cause ?? Core.Cause.Unit, begin.Reason);

    public static Occasion Of(TakeEvidence take) => new(Purpose.Check, take.Check, take.Reason);

    /// <param name="by">For people: what asked.</param>
    public static Occasion Asked(string by) => new(Purpose.Demand, "", new Reason("asked-for", $"asked for by {by}"));

    /// <summary>Something is to be done to the service, and may leave more to tell.</summary>
    public bool IsForAction => Purpose is Purpose.Restart or Purpose.Start;

    /// <summary>A unit that does not run has nothing to hold still.</summary>
    public bool MayFreeze => Purpose != Purpose.Start;
}
