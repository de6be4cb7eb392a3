using System.Globalization;

namespace Watchdog.Notify.Telling;

/// <summary>
/// A service, and many of them at once, is told of so often an hour, then that it was, and then no more until it has been calm for an hour. Ends of what was
/// told, what is held, and trouble that stays, are told all the same.
/// </summary>
internal static class FloodRule
{
    /// <summary>Twice what a whole restart storm takes.</summary>
    public const int Most = 6;

    public static readonly TimeSpan Within = TimeSpan.FromHours(1);

    /// <summary><c>6 times within the last hour</c></summary>
    public static string Words { get; } = $"{Most.ToString(CultureInfo.InvariantCulture)} times within the last hour";

    /// <summary>Trouble that comes and goes is over before that.</summary>
    private static readonly TimeSpan s_stays = TimeSpan.FromMinutes(10);

    /// <summary>Whether what began then has gone on for so long that it is told whatever was told before. Where the clock was put back nobody knows, and it is.</summary>
    public static bool Stays(DateTimeOffset since, DateTimeOffset now) => now - since >= s_stays || since > now;

    public static bool IsMuted(Often told, DateTimeOffset now) => told.MutedAt is { } at && now - at < Within;

    /// <summary>Whether it would be the same if nothing had been told.</summary>
    public static bool IsCalm(Often told, DateTimeOffset now) => !IsMuted(told, now) && (told.Recent.IsEmpty || now - told.Recent[^1] >= Within);

    /// <summary>What was told with one more piece of news, and whether that is told as it is, as the last one for now, or not at all.</summary>
    public static (Often After, FloodAnswer Answer) Admit(Often told, bool always, DateTimeOffset now)
    {
        // A clock that was put back must not silence us for long.
        var recent = told.Recent.RemoveAll(at => now - at >= Within || at > now);
        if (IsMuted(told, now)) return (told with { MutedAt = now, Recent = recent }, always ? FloodAnswer.Tell : FloodAnswer.Hush);
        if (recent.Length >= Most && !always) return (told with { MutedAt = now, Recent = recent }, FloodAnswer.TellLast);

        return (told with { MutedAt = null, Recent = recent.Length < Most ? recent.Add(now) : recent }, FloodAnswer.Tell);
    }
}

internal enum FloodAnswer
{
    Tell,

    /// <summary>With a word that no more follows.</summary>
    TellLast,
    Hush,
}
