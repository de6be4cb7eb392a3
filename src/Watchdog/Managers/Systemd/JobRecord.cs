using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// What we have heard of a unit's jobs. It tells who ended a run without asking the journal, where we have listened all the while. Only <c>stop</c> is a
/// will to end it: systemd's own automatic restart is a job of the type <c>restart</c>, and whoever asks for a restart wants the unit up.
/// </summary>
/// <param name="Since">Since when no job can have escaped us (uptime); null while we do not listen.</param>
/// <param name="Id">The last job, 0 for none since then.</param>
/// <param name="Type">Its type; null when it was over before it could be asked.</param>
/// <param name="DoneAt">When we heard that it was done (uptime); null when we did not, or it ended otherwise.</param>
internal sealed record JobRecord(TimeSpan? Since, uint Id, string? Type, TimeSpan? DoneAt)
{
    /// <summary>Whether it ran when the record began: then it has ended since, even if systemd has forgotten the run.</summary>
    private bool Ran { get; init; }

    /// <summary>What a signal may take to reach us.</summary>
    private static readonly TimeSpan s_latency = TimeSpan.FromSeconds(1);

    public static JobRecord Deaf { get; } = new(null, 0, null, null);

    /// <summary>
    /// A look while we listen. <paramref name="running"/> without a job means that no stop has come through, whatever was queued before (a job may be
    /// cancelled), so the record begins anew.
    /// </summary>
    public JobRecord Seen(TimeSpan askedAt, bool running, uint job)
    {
        if (job != 0) return New(job) with { Since = Since ?? askedAt };
        return running ? new JobRecord(askedAt, 0, null, null) { Ran = true } : this with { Since = Since ?? askedAt };
    }

    public JobRecord New(uint job) => job == Id ? this : this with { Id = job, Type = null, DoneAt = null };

    public JobRecord Typed(uint job, string type) => job == Id ? this with { Type = type } : this;

    public JobRecord Done(uint job, TimeSpan at) => job == Id ? this with { DoneAt = at } : this;

    /// <param name="endedAt">When the unit became inactive or failed (uptime); null when it never ran, or systemd has forgotten it.</param>
    /// <returns>Null when only the journal can tell.</returns>
    public LastEnd? WhoEnded(TimeSpan? endedAt)
    {
        if (Type == "stop") return LastEnd.StopJob;
        // Done at once, and still the unit is down: someone stopped it after it had ended (a start would have begun another run).
        if (Type is null && DoneAt > endedAt + s_latency) return LastEnd.StopJob;
        if (Since is null || (endedAt is null ? !Ran : endedAt <= Since)) return null;
        return Id != 0 && Type is null ? null : LastEnd.ByItself;
    }
}
