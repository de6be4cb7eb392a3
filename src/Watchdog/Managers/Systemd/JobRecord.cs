using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// What we have heard of a unit's jobs. It tells who ended a run without asking the journal, where we have listened all the while. Only <c>stop</c> is a
/// will to end it: systemd's own automatic restart is a job of the type <c>restart</c>, and whoever asks for a restart wants the unit up.
/// </summary>
/// <param name="Since">Since when no job can have escaped us (uptime); null while we do not listen.</param>
/// <param name="Id">The last job, 0 for none since then.</param>
/// <param name="Type">Its type; null when it was over before it could be asked.</param>
internal sealed record JobRecord(TimeSpan? Since, uint Id, string? Type)
{
    public static JobRecord Deaf { get; } = new(null, 0, null);

    /// <summary>
    /// A look while we listen. <paramref name="running"/> without a job means that no stop has come through, whatever was queued before (a job may be
    /// cancelled), so the record begins anew.
    /// </summary>
    public JobRecord Seen(TimeSpan askedAt, bool running, uint job)
    {
        if (job != 0) return New(job) with { Since = Since ?? askedAt };
        return running ? new JobRecord(askedAt, 0, null) : this with { Since = Since ?? askedAt };
    }

    public JobRecord New(uint job) => job == Id ? this : this with { Id = job, Type = null };

    public JobRecord Typed(uint job, string type) => job == Id ? this with { Type = type } : this;

    /// <param name="endedAt">When the unit became inactive or failed (uptime); null when it never ran.</param>
    /// <returns>Null when only the journal can tell.</returns>
    public LastEnd? WhoEnded(TimeSpan? endedAt)
    {
        if (Id != 0 && Type == "stop") return LastEnd.StopJob;
        if (Since is null || endedAt is null || endedAt <= Since) return null;
        return Id != 0 && Type is null ? null : LastEnd.ByItself;
    }
}
