namespace Watchdog.Notify.Texts;

/// <summary>Why nothing is restarted for an alert whose own sentence does not say it.</summary>
internal static class WhyNot
{
    /// <param name="code">Of the alert.</param>
    public static string? Of(string code) => code switch
    {
        "flapping" => "it answers in between, and a restart would cut off whom it serves",
        "memory-high" or "memory-climbs" => "its limit is not reached yet",
        "overloaded" => "it works, and a restart would only add to what it is behind with",
        "pool-held" => "clients hold its workers; it is restarted if that lasts",
        "cannot-look" or "blind" => "what cannot be seen is not acted upon",
        _ => null,
    };
}
