using Watchdog.Config;

namespace Watchdog.Probes;

/// <summary>Keeps what came from outside the configuration out of all that the probe within says, whoever reads it after.</summary>
internal sealed class DiscreetProbe(IProbe probe, Secrets secrets) : IProbe
{
    public async ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        var answer = await probe.LookAsync(timeout, cancel).ConfigureAwait(false);
        return new ProbeAnswer(
            answer.Observation with { Reason = secrets.Hide(answer.Observation.Reason) },
            [.. answer.Readings.Select(reading => reading with { Problem = secrets.Hide(reading.Problem) })]);
    }
}
