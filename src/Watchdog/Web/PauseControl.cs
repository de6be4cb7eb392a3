using System.Collections.Concurrent;
using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Web;

/// <summary>Pauses and resumes services of the daemon for whoever asks, and keeps the leases that are held.</summary>
internal sealed class PauseControl(ServiceSet services, Clock clock)
{
    /// <summary>Each holds a connection; the others are for everybody else.</summary>
    public const int MostLeases = ControlServer.MaxConnections / 2;

    private const int MostNames = 10;

    /// <summary>A turn of a loop looks at the unit, which has deadlines of its own; beyond this it does not turn.</summary>
    private static readonly TimeSpan s_takenWithin = TimeSpan.FromSeconds(5);

    public static ControlAnswer BadLength => new(false, new Reason("bad-request", "a pause is 1 s to 7 d long"));

    private readonly ConcurrentDictionary<string, Lease> _leases = new();
    private int _number;

    public ValueTask<ControlAnswer> PauseAsync(PauseRequest request, CancellationToken cancel)
    {
        var now = clock.Now;
        var id = $"{now.Utc.UtcTicks}-{Interlocked.Increment(ref _number)}";
        if (Named(request.Services, out var unknown) is not { } named) return new(ControlAnswer.Unknown(unknown));

        return SetAsync(named, request, new PauseSet(request.Because, now.Uptime + request.For, PauseKind.Timed, id), cancel);
    }

    /// <returns>With the lease, when there is one: the caller holds it.</returns>
    public async ValueTask<(ControlAnswer Answer, Lease? Lease)> LeaseAsync(PauseRequest request, CancellationToken cancel)
    {
        if (Named(request.Services, out var unknown, orSome: request.IsAgain) is not { } named) return (ControlAnswer.Unknown(unknown), null);
        if (_leases.Count >= MostLeases && !_leases.ContainsKey(request.Id!)) return (new ControlAnswer(false, new Reason("too-many-leases", $"{MostLeases} commands hold a pause already; wait for one to end")), null);

        // Its owner has lost the connection sooner than we have.
        if (_leases.TryGetValue(request.Id!, out var before)) before.End(new Reason("taken-again", "its owner has taken it again"));

        var lease = new Lease(request, clock.Now.Uptime + request.For, services, clock);
        _leases[lease.Id] = lease;
        try
        {
            var answer = await SetAsync(named, request, lease.Input, cancel).ConfigureAwait(false);
            if (!answer.Done) Forget(lease);
            return (answer, answer.Done ? lease : null);
        }
        catch (OperationCanceledException)
        {
            // Its owner has gone while it was being set, and nobody is left to hold it.
            Forget(lease);
            await lease.HoldAsync(gone: new CancellationToken(canceled: true), stopping: CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>It is held no more.</summary>
    public void Forget(Lease lease) => _leases.TryRemove(new(lease.Id, lease));

    public async ValueTask<ControlAnswer> ResumeAsync(ResumeRequest request, CancellationToken cancel)
    {
        var because = new Reason("resumed", request.Because);
        var given = request.Id is { } id ? _leases.GetValueOrDefault(id) : null;
        given?.End(because);

        // What has gone since its owner paused it needs nobody to resume it. Of a lease that we do not hold we cannot tell: we may not know our services yet.
        if (Named(request.Services, out var unknown, orSome: request.Id is not null) is not { } named)
        {
            return given is null ? ControlAnswer.Unknown(unknown) : new ControlAnswer(true, new Reason("not-paused", "none of them is watched any more"));
        }

        var paused = named.Where(name => services.Loops.TryGetValue(name, out var loop) && PauseRules.Until(loop.Keeper.State, clock.Now.Uptime) is not null).ToArray();
        if (request.Id is null)
        {
            foreach (var lease in _leases.Values) lease.Leave(named, because);
        }

        if (await TakeAsync(named, new PauseEnded(request.Because, request.Id), cancel).ConfigureAwait(false) is { } late) return late;

        return new ControlAnswer(true, paused.Length == 0
            ? new Reason("not-paused", $"{Some(named)}: not paused, so there is nothing to resume")
            : new Reason("resumed", $"{Some(paused)}: resumed"));
    }

    /// <summary>All of them or none.</summary>
    private async ValueTask<ControlAnswer> SetAsync(string[] named, PauseRequest request, PauseSet set, CancellationToken cancel)
    {
        if (!PauseRules.IsLength(request.For)) return BadLength;

        var late = await TakeAsync(named, set, cancel).ConfigureAwait(false);
        var missed = named.Where(name => !services.Loops.TryGetValue(name, out var loop) || PauseRules.Find(loop.Keeper.State, set.Id) is null).ToArray();
        if (late is null && missed.Length == 0) return new ControlAnswer(true, Paused(named, request.For));

        foreach (var name in named)
        {
            if (services.Loops.TryGetValue(name, out var loop)) loop.TryPost(new PauseEnded("not all that were asked for could be paused", set.Id));
        }

        return late ?? new ControlAnswer(false, new Reason("too-many-pauses", $"{missed[0]} has {PauseRules.Most} pauses already; `watchdog resume {missed[0]}` ends them"));
    }

    private Reason Paused(string[] named, TimeSpan length)
    {
        var acting = named.Where(name => services.Loops.TryGetValue(name, out var loop) && loop.Keeper.State.Action is { Asked: true }).ToArray();
        var but = acting.Length == 0 ? "" : $" (a restart of {Some(acting)} was ordered before and goes on)";
        return new Reason("paused", $"{Some(named)}: paused for {Words.Span(length)}{but}");
    }

    /// <summary>A template may have hundreds, and one line is to hold them.</summary>
    private static string Some(string[] names) => Words.Some(names, MostNames);

    /// <returns>Null when all have judged it.</returns>
    private async ValueTask<ControlAnswer?> TakeAsync(string[] named, Input input, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(s_takenWithin, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var taken = await Task.WhenAll(named.Select(name => services.Loops.TryGetValue(name, out var loop) ? loop.TryTakeAsync(input, either.Token) : Task.FromResult(false)))
                .ConfigureAwait(false);
            return taken.All(one => one) ? null : ControlAnswer.Changing(named[Array.IndexOf(taken, false)]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ControlAnswer.Changing(Some(named));
        }
    }

    /// <param name="orSome">It is enough that one is known.</param>
    /// <returns>The services, instances of templates each; null when one is unknown.</returns>
    private string[]? Named(ImmutableArray<string> asked, out string unknown, bool orSome = false)
    {
        unknown = "";
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var one in asked)
        {
            var count = named.Count;
            var isThere = named.Contains(one);
            named.UnionWith(services.Loops.Keys.Where(name => ServiceNames.IsMeant(name, one)));
            if (named.Count > count || isThere) continue;

            unknown = one;
            if (!orSome) return null;
        }

        return orSome && named.Count == 0 ? null : [.. named];
    }
}
