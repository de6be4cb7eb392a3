using System.Text.Json.Serialization;

namespace Watchdog.Core;

/// <summary>How it stands with the other services at the moment of a decision. Many at once are the host, the network or something they share.</summary>
/// <param name="Suspect">Services that are suspect or worse, this one included.</param>
/// <param name="Watched">Services that are judged at all.</param>
/// <param name="Since">When so many were found at first, monotonic; now, where they are found now.</param>
/// <param name="Waits">Another service of the same incident was restarted a moment ago, and is not proven yet.</param>
public sealed record Crowd(int Suspect, int Watched, TimeSpan Since, bool Waits = false)
{
    /// <summary>Two may be a coincidence.</summary>
    public const int Least = 3;

    /// <summary>Percent. Below, it is rather those services than the host.</summary>
    public const int LeastShare = 40;

    /// <summary>Between two restarts of one incident, at most: what a service takes to start is not known, and most are up by then.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>What has been failing for longer is a matter of its own: it is no part of what befalls others now.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(15);

    [JsonIgnore]
    public bool IsMany => Suspect >= Least && Suspect * 100L >= Watched * (long)LeastShare;

    /// <summary>Whether a service counts at all: one that we cannot or may not judge says nothing of the host.</summary>
    public static bool Counts(ServiceState state) => state.Phase is not (Phase.Paused or Phase.Stopped or Phase.Blind);

    /// <summary>Whether it is suspect or worse, and not for long.</summary>
    public static bool IsSuspect(ServicePolicy policy, ServiceState state, TimeSpan now) => state.Phase switch
    {
        Phase.Acting => state.Action is not { IsDue: true },
        Phase.Suspect => FailsSince(policy, state) is { } since && now - since < s_recent,
        Phase.Verifying => FailsSince(policy, state) is not null,
        Phase.Holding => state.Hold == Hold.Host,
        _ => false,
    };

    /// <summary>Since when something fails that a restart could mend, the latest such; null when nothing does.</summary>
    private static TimeSpan? FailsSince(ServicePolicy policy, ServiceState state)
    {
        if (state.Unit is { State: UnitState.Failed, LastEnd: LastEnd.ByItself }) return state.PhaseSince;

        TimeSpan? latest = null;
        foreach (var check in state.Checks)
        {
            if (check is not { Failures: > 0, AlertOnly: false, AnsweredByAnother: false, FailingSince: { } since }) continue;
            if (policy.Find(check.Check) is not { OnFailure: OnFailure.Restart }) continue;
            if (latest is null || since > latest) latest = since;
        }

        return latest;
    }
}
