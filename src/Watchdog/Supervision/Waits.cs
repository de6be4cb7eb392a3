using System.Collections.Concurrent;
using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>
/// What a restart may have to wait for: the things that a service depends on, and its work in flight. Looked at around failing looks only, never while all
/// is well; each with <see cref="Deadline"/>.
/// </summary>
/// <param name="service">Whose.</param>
/// <param name="looker">Takes the looks; its slots are <paramref name="inline"/> and <paramref name="busy"/>.</param>
/// <param name="inline">The inline checks, by the name of the dependency.</param>
/// <param name="busy">Tells what is in flight, or null.</param>
/// <param name="peers">The services of that name, as they stand: several for a template.</param>
/// <param name="clock">For how long the peers have been as they are.</param>
/// <param name="log">Told, once, of what cannot be looked at.</param>
internal sealed class Waits(
    ServiceConfig service, Looker looker, ImmutableDictionary<string, CheckSlot> inline, CheckSlot? busy, Waits.Peers peers, Clock clock, ILogger log)
{
    /// <summary>For one look; a restart waits for no more.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _unseen = new();
    private Task<ImmutableArray<DependencySeen>> _looking = Task.FromResult(ImmutableArray<DependencySeen>.Empty);

    /// <summary>The services of that name in the file, as they stand: none for a template without instances. Null when that is not known.</summary>
    public delegate IReadOnlyCollection<(ServicePolicy Policy, ServiceState State)>? Peers(string name);

    /// <summary>What is to be known before the look is judged, in the order in which it is.</summary>
    public async ValueTask<ImmutableArray<Input>> AroundAsync(CheckPolicy check, Observation seen, ServiceState state, CancellationToken cancel)
    {
        var failed = seen.Look == Look.Failed;
        var depends = service.DependsOn.Length > 0 && (failed ? DependencyRules.MayExplain(check, seen.Reason) : !state.Dependencies.IsEmpty);
        var asks = busy is not null && failed && state.Busy is not null;
        if (!depends && !asks) return [];

        var dependencies = depends ? AtDependenciesAsync(cancel) : Task.FromResult(ImmutableArray<DependencySeen>.Empty);
        var inFlight = asks ? await AtWorkAsync(cancel).ConfigureAwait(false) : null;
        ImmutableArray<Input> news = [.. await dependencies.ConfigureAwait(false)];
        return inFlight is null ? news : news.Add(new BusySeen(inFlight));
    }

    /// <summary>The same beside the last look.</summary>
    public async Task<LastLookEnded> AtLastLookAsync(BeginAction begin, ServiceState state, CancellationToken cancel)
    {
        var depends = service.DependsOn.Length > 0 && begin.Cause is { } cause && service.Policy.Find(cause) is { } check
            && DependencyRules.MayExplain(check, state.Check(cause).Reason);
        var dependencies = depends ? AtDependenciesAsync(cancel) : Task.FromResult(ImmutableArray<DependencySeen>.Empty);
        var inFlight = begin.AskBusy ? await AtWorkAsync(cancel).ConfigureAwait(false) : null;
        return new LastLookEnded(begin.Epoch, null, null) { Dependencies = await dependencies.ConfigureAwait(false), Busy = inFlight };
    }

    /// <summary>Checks that fail at the same time share one look.</summary>
    private Task<ImmutableArray<DependencySeen>> AtDependenciesAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_looking.IsCompleted) _looking = LookAsync(cancel);
            return _looking;
        }
    }

    private async Task<ImmutableArray<DependencySeen>> LookAsync(CancellationToken cancel)
    {
        var looks = service.DependsOn.Select(one => AtAsync(one.Name, cancel));
        return [.. (await Task.WhenAll(looks).ConfigureAwait(false)).OfType<DependencySeen>()];
    }

    /// <returns>Null when it could not be looked at: no news.</returns>
    private async Task<DependencySeen?> AtAsync(string name, CancellationToken cancel)
    {
        if (!inline.TryGetValue(name, out var slot)) return new DependencySeen(name, AtPeers(name));

        // That it asks for a password is no proof that it is down.
        var seen = (await looker.AtCheckAsync(slot, "", Deadline, cancel).ConfigureAwait(false)).Observation;
        if (seen.Look == Look.Unknown)
        {
            if (_unseen.TryAdd(name, true)) Log.DependencyUnseen(log, service.Name, name, seen.Reason);
            return null;
        }

        _unseen.TryRemove(name, out _);
        return new DependencySeen(name, seen is { Look: Look.Failed, AlertOnly: false } ? seen.Reason : null);
    }

    /// <summary>A template is down when none of its instances is up. systemd forgets one that was stopped.</summary>
    private Reason? AtPeers(string name)
    {
        if (peers(name) is not { } all) return null;
        if (all.Count == 0) return new Reason("no-instance", "no unit of it runs");

        Reason? first = null;
        foreach (var (policy, state) in all)
        {
            if (state.Unit is null) continue;
            if (DependencyRules.Down(policy, state, clock.Now) is not { } down) return null;

            first ??= down;
        }

        return first;
    }

    private async ValueTask<BusyLook> AtWorkAsync(CancellationToken cancel)
    {
        if (busy is null) return BusyLook.Unknown(new Reason("not-asked", "nothing is configured that tells"));

        var answer = await looker.AtCheckAsync(busy, "", Deadline, cancel).ConfigureAwait(false);
        if (answer.Readings.IsDefaultOrEmpty) return BusyLook.Unknown(answer.Observation.Reason);

        var number = answer.Readings[0];
        return number.Value is { } value ? new BusyLook(value) : BusyLook.Unknown(number.Problem);
    }
}
