using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Web;

/// <summary>
/// A pause that lasts while its owner holds on to it: as long as the owner's connection stands, at most for its time. An instance of a template that starts
/// meanwhile is paused within <see cref="s_renewEvery"/>.
/// </summary>
internal sealed class Lease(PauseRequest request, TimeSpan until, ServiceSet set, Clock clock)
{
    /// <summary>A loop that was replaced (its configuration has changed) waits <see cref="PauseRules.OwnerComesBackWithin"/> for it: three of these.</summary>
    private static readonly TimeSpan s_renewEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer than any change of the configuration takes, after which the loop itself waits for the owner no longer than half a minute.</summary>
    private static readonly TimeSpan s_retryFor = TimeSpan.FromMinutes(1);

    public const string DaemonStopping = "daemon-stopping";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _left = [];
    private readonly TaskCompletionSource<Reason> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = request.Id!;

    /// <summary>Each service is told anew; what it knows already is nothing new to it.</summary>
    public PauseSet Input { get; } = new(request.Because, until, PauseKind.Lease, request.Id!);

    /// <summary>Someone has resumed these: they are renewed no more.</summary>
    public void Leave(IEnumerable<string> services, Reason because)
    {
        lock (_gate) _left.UnionWith(services);
        if (Held().Length == 0) End(because);
    }

    /// <summary>Its owner gives it back.</summary>
    public void End(Reason because) => _ended.TrySetResult(because);

    /// <summary>Holds it until it ends, which takes its time at most.</summary>
    /// <param name="gone">The owner's connection has ended.</param>
    /// <param name="stopping">We are ending: the services stay paused, and the owner goes to whoever comes after us.</param>
    /// <returns>Why it has ended, for the owner; null when there is none any more.</returns>
    public async Task<Reason?> HoldAsync(CancellationToken gone, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        while (true)
        {
            var left = until - clock.Now.Uptime;
            if (left <= TimeSpan.Zero) return new Reason("pause-over", $"the {Words.Span(request.For)} are over, so the service is kept again");

            Task waiting = _ended.Task.WaitAsync(left < s_renewEvery ? left : s_renewEvery, clock.Time, either.Token);
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.Task.IsCompletedSuccessfully) return await _ended.Task.ConfigureAwait(false);
            if (stopping.IsCancellationRequested) return new Reason(DaemonStopping, "the daemon is stopping");
            if (!gone.IsCancellationRequested)
            {
                Renew();
                continue;
            }

            await EndAsync().ConfigureAwait(false);
            return null;
        }
    }

    private void Renew()
    {
        foreach (var service in Held())
        {
            // One that takes nothing now is told again in time.
            if (set.Loops.TryGetValue(service, out var loop)) loop.TryPost(Input);
        }
    }

    private string[] Held()
    {
        lock (_gate) return [.. set.Loops.Keys.Where(name => !_left.Contains(name) && request.Services.Any(asked => ServiceNames.IsMeant(name, asked)))];
    }

    private async Task EndAsync()
    {
        var left = Held();
        var ended = new PauseEnded($"whoever held the pause has gone without ending it: {request.Because}", Id, OwnerGone: true);
        var giveUp = clock.Now.Uptime + s_retryFor;
        while (left.Length > 0 && clock.Now.Uptime < giveUp)
        {
            left = [.. left.Where(service => set.Loops.TryGetValue(service, out var loop) && !loop.TryPost(ended))];
            if (left.Length > 0) await Task.Delay(s_retryEvery, clock.Time).ConfigureAwait(false);
        }
    }
}
