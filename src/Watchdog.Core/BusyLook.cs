namespace Watchdog.Core;

/// <summary>How much is in flight.</summary>
/// <param name="Count">0 for nothing; null when it could not be told.</param>
/// <param name="Problem">Why, when <paramref name="Count"/> is null.</param>
public sealed record BusyLook(double? Count, Reason Problem = default)
{
    public static BusyLook Unknown(Reason why) => new(null, why);
}
