using System.Collections.Immutable;
using Watchdog.Config;

namespace Watchdog.Notify.Telling;

/// <summary>An incident of the whole host that is open.</summary>
/// <param name="Id"><c>host-20261121-222242</c></param>
/// <param name="Since">When it was found.</param>
public sealed record ToldHost(string Id, DateTimeOffset Since)
{
    /// <summary>Rounds that see all services may be that rare. It hides what single services have to tell, so it does not stand for longer on nobody's word.</summary>
    private static readonly TimeSpan s_forgotten = TimeSpan.FromHours(1);

    /// <summary>It is found again every few seconds, and each note of that waits for the disk.</summary>
    private static readonly TimeSpan s_notedEvery = TimeSpan.FromMinutes(15);

    /// <summary>When it was last found to go on, to a quarter of an hour.</summary>
    public DateTimeOffset SeenAt { get => field == default ? Since : field; init; }

    /// <summary>Whether that it goes on is to be noted. (The clock may have been set.)</summary>
    public bool IsToBeNoted(DateTimeOffset now) => (now - SeenAt).Duration() >= s_notedEvery;

    /// <summary>Whether nobody has found it to go on for so long that it stands for nothing.</summary>
    public bool IsForgotten(DateTimeOffset now) => (now - SeenAt).Duration() >= s_forgotten;

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
