using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Web;

namespace Watchdog.Tests.Web;

internal sealed class FakeControlTarget : IControlTarget
{
    public string Only { get; set; } = "a";

    public int Reloads { get; private set; }

    public StatusReport Report => new(
        new DaemonStatus(42, "0.1.0", DateTimeOffset.UnixEpoch, "/etc/service-watchdog/watchdog.json", "line 3", 1), [Status(Only)!]);

    public StatusReport Status() => Report;

    public ServiceStatus? Status(string service) => service != Only ? null : new ServiceStatus
    {
        Name = service,
        Unit = "a.service",
        Scope = "system",
        Phase = Phase.Holding,
        Hold = Hold.Storm,
        Verdict = Verdict.Unhealthy,
        Reason = new Reason("storm", "3 restarts in 30 min"),
        Since = DateTimeOffset.UnixEpoch.AddTicks(1),
        Instance = "0123",
        Checks = ImmutableArray.Create(new CheckStatus("liveness", Verdict.Unhealthy, new Reason("x", "y"), 0.1, 3), new CheckStatus("memory", Verdict.Healthy, null, null, 0)),
        Ledger = new LedgerStatus(3, 3, TimeSpan.FromMinutes(30), DateTimeOffset.UnixEpoch),
        LastDecision = new LastDecision(DateTimeOffset.UnixEpoch, "not-acting", new Reason("x", "y")),
        StormSince = DateTimeOffset.UnixEpoch,
        Task = new ServiceTask($"{service}#12", service, "verifying", DateTimeOffset.UnixEpoch, null, new Reason("x", "y")),
    };

    public ControlAnswer Rearm(string service) =>
        service == Only ? new ControlAnswer(true, new Reason("rearmed", service)) : ControlAnswer.Unknown(service);

    public ValueTask<ControlAnswer> PauseAsync(PauseRequest request, CancellationToken cancel) => new(ControlAnswer.Unknown(request.Services[0]));

    public ValueTask<(ControlAnswer Answer, Lease? Lease)> LeaseAsync(PauseRequest request, CancellationToken cancel) => new((ControlAnswer.Unknown(request.Services[0]), null));

    public ValueTask<ControlAnswer> ResumeAsync(ResumeRequest request, CancellationToken cancel) => new(ControlAnswer.Unknown(request.Services[0]));

    public TaskStopRequest? Stopped { get; private set; }

    public uint? StoppedBy { get; private set; }

    public ValueTask<ControlAnswer> StopTaskAsync(TaskStopRequest request, uint user, CancellationToken cancel)
    {
        (Stopped, StoppedBy) = (request, user);
        return new(new ControlAnswer(true, new Reason("called-off", request.Id)));
    }

    public void Forget(Lease lease)
    {
    }

    public ValueTask<(ControlAnswer Answer, BundleTaken? Taken)> TakeEvidenceAsync(string service, CancellationToken cancel) => new(service == Only
        ? (new ControlAnswer(true, default), new BundleTaken("20261121-222242-7f3a", "/var/lib/x/evidence/20261121-222242-7f3a"))
        : (ControlAnswer.Unknown(service), null));

    public ValueTask<ControlAnswer> ReloadAsync(CancellationToken cancel)
    {
        Reloads++;
        return new(new ControlAnswer(false, new Reason("config-bad", "line 3")));
    }
}
