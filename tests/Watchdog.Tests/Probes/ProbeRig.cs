using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>Short ways to look once.</summary>
internal static class ProbeRig
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(400);

    /// <summary>A look may be late by what a loaded machine needs to wake it, not more.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    public static CheckPolicy Policy(TimeSpan? timeout = null) =>
        new() { Name = "liveness", Kind = CheckKind.Liveness, Timeout = timeout ?? s_timeout };

    /// <summary>A look for which the time does not matter.</summary>
    public static ValueTask<ProbeAnswer> LookAsync(this IProbe probe, CancellationToken cancel) => probe.LookAsync(s_timeout, cancel);

    public static async Task<ProbeAnswer> LookAsync(HttpTarget target, TimeSpan? timeout = null, string[]? counters = null, CancellationToken cancel = default)
    {
        using var clients = new ProbeClients();
        var authorities = target.CaFile is { } file ? new CaBundle(file) : null;
        return await new HttpProbe(Policy(timeout), target, [.. counters ?? []], null, clients, authorities, TimeProvider.System).LookAsync(timeout ?? s_timeout, cancel);
    }

    public static async Task<Observation> SeeAsync(HttpTarget target, TimeSpan? timeout = null) => (await LookAsync(target, timeout)).Observation;

    public static Task<Observation> SeeAsync(FaultyServer server, TimeSpan? timeout = null) => SeeAsync(new HttpTarget { Url = server.Url }, timeout);

    public static KeyValuePair<string, JsonElement> Expect(string pointer, string json) => new(pointer, Parse(json));

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
