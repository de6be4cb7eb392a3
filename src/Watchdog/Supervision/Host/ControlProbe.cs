using System.Net.Sockets;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision.Host;

/// <summary>The probe that all services get, at a server that is always well: what fails here is ours.</summary>
internal static class ControlProbe
{
    /// <summary>It takes a millisecond, and tens of them under full load. A prober that takes this long cannot tell a slow service from its own slowness.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>Below the grace that a look has beyond its own deadline.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(4);

    private static readonly UnsupportedUnit s_none = new("control", "it is no service");

    /// <returns>Null when we are well.</returns>
    public static async Task<Reason?> LookAsync(ProbeFactory probes, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        try
        {
            using var server = new ControlListener();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var serving = server.ServeAsync(over.Token);
            var seen = await probes.Create(Check(server.Port), s_none, [])!.LookAsync(s_deadline, cancel).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await serving.ConfigureAwait(false);
            return Judge(seen.Observation, time.GetElapsedTime(began));
        }
        catch (SocketException none)
        {
            return new Reason("control-failed", $"our own control probe found no place to listen ({none.SocketErrorCode})");
        }
    }

    internal static Reason? Judge(Observation seen, TimeSpan took)
    {
        if (seen.Look != Look.Passed) return new Reason("control-failed", $"our own control probe failed: {seen.Reason.Sentence}");
        return took >= Slow ? new Reason("control-slow", $"our own control probe took {Words.Span(took)}") : null;
    }

    private static CheckConfig Check(int port) => new(
        new CheckPolicy { Name = "control", Kind = CheckKind.Liveness, Timeout = s_deadline },
        new HttpTarget { Url = new Uri($"http://127.0.0.1:{port}/") });
}
