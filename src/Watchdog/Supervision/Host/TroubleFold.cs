using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;

namespace Watchdog.Supervision.Host;

/// <summary>
/// Folds what would be told of many services at once into one message. It asks more than the incident that holds restarts back: services that are only
/// alerted on, and those that cannot be asked about, count as well.
/// </summary>
internal sealed class TroubleFold(IHostNotices notices)
{
    /// <summary>What has been in trouble for longer is a matter of its own, and was told.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(15);

    /// <summary>From the end of it until each service has taken in that it is judged anew; below the time from look to look.</summary>
    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(4);

    private TimeSpan? _endedAt;

    /// <summary>It is to be looked at again, to see it end.</summary>
    public bool IsOpen => notices.IsHost || notices.IsSettling || notices.IsHushed;

    /// <summary>Whether it is many at once, before one is told of.</summary>
    /// <param name="views">All services.</param>
    /// <param name="isHost">Restarts are held back because of it.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether it is.</returns>
    public bool Look(IReadOnlyCollection<HostView> views, bool isHost, Moment now)
    {
        var (troubled, watched) = Count(views, now.Uptime, s_recent);
        if (!isHost && !new Crowd(troubled.Count, watched, now.Uptime).IsMany) return false;

        var services = Services(troubled);
        if (notices.IsHost) notices.HostGoesOn(services, watched, now);
        else notices.HostBegan(services, watched, isHost, now);
        return true;
    }

    /// <summary>The same, and whether it is over.</summary>
    public void LookAgain(IReadOnlyCollection<HostView> views, bool isHost, Moment now)
    {
        if (Look(views, isHost, now)) return;

        // We have just started, and know nothing yet.
        if (views.Any(view => view.Keeper.State is { Unit: null, BlindSince: null })) return;

        if (notices.IsHost)
        {
            // They may have been in trouble for so long that they are a matter of their own, each: that is no good news.
            var (stay, watched) = Count(views, now.Uptime, TimeSpan.MaxValue);
            _endedAt = now.Uptime;
            notices.HostEnded(new Crowd(stay.Count, watched, now.Uptime), now);
        }
        else if (IsSettled(now))
        {
            notices.HostSettled(Services(views), isAll: true, now);
        }

        if (notices.IsHushed) notices.Insist(Services(views), now);
    }

    /// <summary>Of a few services nothing follows for all; but what was held back of them does not wait for ever for those who see all.</summary>
    public void LookAtSome(IReadOnlyCollection<HostView> views, Moment now)
    {
        if (notices.IsHost)
        {
            notices.HostUnseen(now);
            if (!notices.IsHost) _endedAt = now.Uptime;
        }
        else if (IsSettled(now))
        {
            notices.HostSettled(Services(views), isAll: false, now);
        }

        if (notices.IsHushed) notices.Insist(Services(views), now);
    }

    private bool IsSettled(Moment now) => notices.IsSettling && !(now.Uptime - _endedAt < s_settles);

    private static ImmutableArray<ServiceConfig> Services(IReadOnlyCollection<HostView> views) => [.. views.Select(view => view.Keeper.Config)];

    /// <param name="views">All services.</param>
    /// <param name="now">Monotonic.</param>
    /// <param name="within">Trouble that is older does not count.</param>
    private static (List<HostView> Troubled, int Watched) Count(IReadOnlyCollection<HostView> views, TimeSpan now, TimeSpan within)
    {
        var (troubled, watched) = (new List<HostView>(), 0);
        foreach (var view in views)
        {
            var state = view.Keeper.State;
            var isTold = state.Incident is { Told: true } story && now - story.OpenedAt < within;
            if (state.Phase == Phase.Paused || (state.Phase == Phase.Stopped && !isTold)) continue;

            watched++;
            if (isTold || state is { Phase: Phase.Acting, Action.IsDue: false } || now - state.BlindSince < within || Fails(state, now, within)) troubled.Add(view);
        }

        return (troubled, watched);
    }

    private static bool Fails(ServiceState state, TimeSpan now, TimeSpan within)
    {
        if (state.Phase == Phase.Starting) return false;

        foreach (var check in state.Checks)
        {
            if (check.Failures > 0 && now - check.FailingSince < within) return true;
        }

        return false;
    }
}
