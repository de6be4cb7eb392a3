using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>Connects and closes. It proves a listener, not that anyone accepts: the kernel answers for a wedged server until its backlog is full.</summary>
internal sealed class TcpProbe(CheckPolicy policy, TcpTarget target, TimeProvider time) : IProbe
{
    private readonly Dialer dialer = new(target.Host ?? "", target.Port, target.UnixSocket);

    public async ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = new Deadline(timeout, time, cancel);
        try
        {
            var (socket, fault) = await dialer.DialAsync(deadline);
            using var connection = socket;
            deadline.ThrowIfShutdown();
            var took = deadline.Elapsed;
            if (connection is not null) await Farewell.TakeAsync(connection, cancel);
            return new ProbeAnswer(socket is null
                ? fault.ToObservation(policy.Name, default, took)
                : Observation.Pass(policy.Name, new PhaseTimes(Connect: took)) with { Took = took });
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return new ProbeAnswer(Fault.Ours(e).ToObservation(policy.Name, default, deadline.Elapsed));
        }
    }
}
