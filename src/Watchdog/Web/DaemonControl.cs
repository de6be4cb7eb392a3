using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Supervision;

namespace Watchdog.Web;

/// <summary>The daemon, as the control socket sees it.</summary>
internal sealed class DaemonControl(Daemon daemon, Evidence.BundleStore evidence, Clock clock, string version) : IControlTarget
{
    private readonly PauseControl _pauses = new(daemon.Services, clock);
    private readonly TaskControl _tasks = new(service => daemon.Services.Loops.GetValueOrDefault(service), clock);

    /// <summary>How messages get through.</summary>
    public Func<ImmutableArray<NotifierStatus>> Notifiers { get; init; } = static () => [];

    public StatusReport Status()
    {
        var now = clock.Now;
        var loops = daemon.Services.Loops;
        return new StatusReport(
            new DaemonStatus(Environment.ProcessId, version, daemon.Started.Utc, daemon.Config.Path, ConfigError(), loops.Count) { Notifiers = Notifiers() },
            [.. loops.Values.Select(loop => Of(loop, now))]);
    }

    public ServiceStatus? Status(string service) => daemon.Services.Loops.TryGetValue(service, out var loop) ? Of(loop, clock.Now) : null;

    public ControlAnswer Rearm(string service)
    {
        if (!daemon.Services.Loops.TryGetValue(service, out var loop)) return ControlAnswer.Unknown(service);

        return loop.TryPost(new Rearmed("watchdog rearm"))
            ? new ControlAnswer(true, new Reason("rearmed", $"{service}: the circuit is closed, its budget is whole again"))
            : ControlAnswer.Changing(service);
    }

    public ValueTask<ControlAnswer> PauseAsync(PauseRequest request, CancellationToken cancel) => _pauses.PauseAsync(request, cancel);

    public ValueTask<(ControlAnswer Answer, Lease? Lease)> LeaseAsync(PauseRequest request, CancellationToken cancel) => _pauses.LeaseAsync(request, cancel);

    public void Forget(Lease lease) => _pauses.Forget(lease);

    public ValueTask<ControlAnswer> ResumeAsync(ResumeRequest request, CancellationToken cancel) => _pauses.ResumeAsync(request, cancel);

    public ValueTask<ControlAnswer> StopTaskAsync(TaskStopRequest request, uint user, CancellationToken cancel) => _tasks.StopAsync(request, user, cancel);

    public async ValueTask<(ControlAnswer Answer, BundleTaken? Taken)> TakeEvidenceAsync(string service, CancellationToken cancel)
    {
        if (!daemon.Services.Loops.TryGetValue(service, out var loop)) return (ControlAnswer.Unknown(service), null);

        // Whoever asked may go: what was begun is taken.
        var (id, problem) = await loop.TakeEvidenceAsync("watchdog evidence").WaitAsync(cancel).ConfigureAwait(false);
        return id is null
            ? (new ControlAnswer(false, new Reason("no-evidence", $"{service}: no evidence was kept: {problem}")), null)
            : (new ControlAnswer(true, new Reason("evidence-taken", id)), new BundleTaken(id, evidence.FolderOf(id)));
    }

    public async ValueTask<ControlAnswer> ReloadAsync(CancellationToken cancel)
    {
        var outcome = await daemon.ReloadAsync("watchdog reload", cancel).ConfigureAwait(false);
        return outcome.Problems.Count == 0
            ? new ControlAnswer(true, new Reason("reloaded", $"{daemon.Config.Path} is in force, services: {daemon.Services.Loops.Count}"))
            : new ControlAnswer(false, new Reason("configuration-rejected", $"the configuration before goes on. {string.Join("; ", outcome.Problems)}"));
    }

    private string? ConfigError() => daemon.LastReload is { Problems: { Count: > 0 } problems } ? string.Join("; ", problems) : null;

    private static ServiceStatus Of(ServiceLoop loop, Moment now) => StatusOf.Service(loop.Keeper.Config, loop.Keeper.State, loop.Slots, now);
}
