using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Notify.Delivering;

/// <summary>What a message says about its own delivery.</summary>
internal static class Lateness
{
    /// <summary>A shorter delay is none.</summary>
    private static readonly TimeSpan s_noticed = TimeSpan.FromMinutes(1);

    /// <param name="message">What is sent now.</param>
    /// <param name="now">The clock.</param>
    /// <param name="because">Why not before; null where that is not known.</param>
    /// <param name="dropped">How many others were not sent at all since the last one that was.</param>
    public static ImmutableArray<string> Notes(Message message, DateTimeOffset now, string? because, int dropped)
    {
        var notes = ImmutableArray.CreateBuilder<string>(2);
        if (now - message.At is var late && late > s_noticed)
            notes.Add($"Delivered {Words.Span(late)} late{(because is null ? "" : $" ({because})")}: it happened on {Words.Time(message.At)}.");
        if (dropped > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{dropped} {(dropped == 1 ? "message was" : "messages were")} dropped meanwhile; the watchdog's log says why, its history has what they were about."));
        return notes.DrainToImmutable();
    }
}
