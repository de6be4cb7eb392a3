using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Doctoring;

/// <summary>
/// Asks the places of a service, one look at a time and three at most of each: whoever does not answer is not asked again, and is not asked anything else
/// either.
/// </summary>
internal sealed class PlaceReader(ProbeFactory probes, KernelFacts kernel)
{
    private const int MostLooks = 3, LooksAtSlow = 2;

    /// <summary>Longer than the check's own deadline, to see how long it really takes; not longer than this.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(2);

    private static readonly ImmutableArray<KeyValuePair<string, JsonElement>> s_anyJson = [new("/", JsonDocument.Parse("true").RootElement.Clone())];

    /// <param name="service">Whose.</param>
    /// <param name="unit">As its manager sees it.</param>
    /// <param name="status">How it is; null when its manager cannot be asked: it is looked at all the same.</param>
    /// <param name="all">Gets what was found out, one place after the other.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    public async Task ReadAsync(ServiceConfig service, IManagedUnit unit, UnitStatus? status, List<PlaceFacts> all, CancellationToken cancel)
    {
        var hangs = false;
        foreach (var check in service.Checks.Where(check => check.Target is HttpTarget or TcpTarget))
        {
            var place = new PlaceFacts(check) { Allowed = Allowed(check.Policy.Timeout) };
            if (await kernel.PlaceOfAsync(check.Target, cancel).ConfigureAwait(false) is { } at) place = await WithOwnerAsync(place, at, service, unit, status, cancel).ConfigureAwait(false);

            // What a stopped service's place answers, or a stranger in it, says nothing of the service.
            var isUp = status is null or { State: UnitState.Active or UnitState.Reloading or UnitState.Activating };
            if (isUp && !hangs && place.Owner is not { Listening: Listening.Other }) place = await AskedAsync(place, service, unit, cancel).ConfigureAwait(false);
            hangs |= place.Looks.Any(look => DiagnosisTable.IsTimeout(look.Reason));
            all.Add(place);
        }
    }

    private static TimeSpan Allowed(TimeSpan timeout) => timeout * 2 < s_longest ? timeout * 2 : s_longest;

    private async Task<PlaceFacts> WithOwnerAsync(PlaceFacts place, EndPoint at, ServiceConfig service, IManagedUnit unit, UnitStatus? status, CancellationToken cancel)
    {
        var connections = await Task.Run(() => kernel.Sockets.Connections(at), cancel).ConfigureAwait(false);
        place = place with { Served = connections.IsSeen ? connections.Established : null };
        if (status is null || place.Check.Listener == ListenerOf.Any) return place;

        var look = await Task.Run(() => kernel.Sockets.Listeners(at), cancel).ConfigureAwait(false);
        if (!look.IsSeen) return place;

        var processes = await Task.Run(() => kernel.ProcessesOf(status), cancel).ConfigureAwait(false);
        return place with { Owner = await new ListenerOwner(unit.Name, service.Secrets, kernel).OfAsync(look.Listeners, processes, status, cancel).ConfigureAwait(false) };
    }

    private async Task<PlaceFacts> AskedAsync(PlaceFacts place, ServiceConfig service, IManagedUnit unit, CancellationToken cancel)
    {
        var looks = ImmutableArray.CreateBuilder<Observation>();
        while (looks.Count < MostLooks)
        {
            looks.Add(await LookAsync(place.Check, place.Allowed, service, unit, cancel).ConfigureAwait(false));
            if (DiagnosisTable.IsTimeout(looks[^1].Reason) || (looks[^1].Took > s_slow && looks.Count >= LooksAtSlow)) break;
        }

        place = place with { Looks = looks.ToImmutable() };
        if (looks.Any(look => look.Look != Look.Passed) || place.Check.Target is not HttpTarget http) return place;

        var isSimple = http.Json.IsDefaultOrEmpty && http.Text is null && place.Slowest < s_slow;
        return place with
        {
            Redirects = isSimple && (await LookAsync(Of(place, http with { Status = [301, 302, 303, 307, 308] }), place.Allowed, service, unit, cancel).ConfigureAwait(false)).Look == Look.Passed,
            IsPage = isSimple && (await LookAsync(Of(place, http with { Json = s_anyJson }), place.Allowed, service, unit, cancel).ConfigureAwait(false)).Reason.Code == ProbeCodes.HtmlNotJson,
            ServesOneConnection = place.Check.Policy.Kind == CheckKind.Liveness && place.Slowest < s_slow
                // Twice: a busy machine may be late once.
                && await ServesOneAsync(place, service, unit, cancel).ConfigureAwait(false) && await ServesOneAsync(place, service, unit, cancel).ConfigureAwait(false),
        };
    }

    private static CheckConfig Of(PlaceFacts place, HttpTarget target) => place.Check with { Target = target };

    private async Task<Observation> LookAsync(CheckConfig check, TimeSpan timeout, ServiceConfig service, IManagedUnit unit, CancellationToken cancel)
    {
        var probe = probes.Create(check, unit, [])!;
        return (await new DiscreetProbe(probe, service.Secrets).LookAsync(timeout, cancel).ConfigureAwait(false)).Observation;
    }

    /// <summary>As the watchdog itself does with <c>acceptLoop</c>: an answered connection stays open for the second that a fresh look takes.</summary>
    private async Task<bool> ServesOneAsync(PlaceFacts place, ServiceConfig service, IManagedUnit unit, CancellationToken cancel)
    {
        const string Nothing = "/doctor";
        if (probes.Create(place.Check, unit, [Nothing], Nothing) is not HttpProbe { Kept: { } kept } keeper) return false;

        using (kept)
        {
            var timeout = Cadence.Shortest(place.Check.Policy, place.Slowest);
            if ((await keeper.LookAsync(place.Allowed, cancel).ConfigureAwait(false)).Observation.Look != Look.Passed) return false;
            if (!DiagnosisTable.IsTimeout((await LookAsync(place.Check, timeout, service, unit, cancel).ConfigureAwait(false)).Reason)) return false;
        }

        return (await LookAsync(place.Check, place.Allowed, service, unit, cancel).ConfigureAwait(false)).Look == Look.Passed;
    }
}
