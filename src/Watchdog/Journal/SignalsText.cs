using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>What was seen around a check, in plain words; what was not seen is left out.</summary>
internal static class SignalsText
{
    public static string Of(Signals seen) => string.Join(", ", Parts(seen));

    private static IEnumerable<string> Parts(Signals seen)
    {
        yield return seen.Listening switch
        {
            Listening.Ours => "the unit listens",
            Listening.Manager => "its manager listens for it",
            Listening.Nobody => "nobody listens",
            Listening.Other => $"another process listens: {seen.Holder}",
            _ => seen.Unseen.Length > 0 ? $"not to be seen: {seen.Unseen}" : "the listener cannot be seen",
        };
        if (seen.Holders is > 1 and var holders) yield return $"{holders} processes of it hold the listener";
        if (seen.Waiting is { } waiting) yield return $"{waiting} of {seen.WaitingLimit} wait in its backlog{Moving(seen.IsMoving)}";
        if (Doing(seen.Activity) is { } doing) yield return doing;
        if (seen.KeptAlive != KeptAlive.None) yield return $"an open connection {(seen.KeptAlive == KeptAlive.Answers ? "answers" : "is silent")}";
        if (seen.CounterRise is { } rise) yield return rise == 0 ? "the counter stands" : $"the counter rose by {rise:0}";
        if (seen.InUse is > 0 and var used) yield return $"{used} in use by clients";
        if (seen.LeftOpen is > 0 and var left) yield return $"{left} left by clients";
        if (seen.IsOutOfDescriptors) yield return $"descriptors at their limit of {seen.DescriptorLimit}";
    }

    private static string Moving(bool? isMoving) => isMoving switch
    {
        true => ", some were taken",
        false => ", none was taken",
        _ => "",
    };

    private static string? Doing(ProcessActivity activity) => activity switch
    {
        ProcessActivity.Gone => "no process is left",
        ProcessActivity.Stopped => "its process is stopped",
        ProcessActivity.Uninterruptible => "its process waits in the kernel",
        ProcessActivity.Idle => "its threads sleep",
        ProcessActivity.Working => "it is at work",
        ProcessActivity.Burning => "it burns a processor",
        _ => null,
    };
}
