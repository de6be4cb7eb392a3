using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.S6;

/// <summary>A service of s6, through s6-svstat and s6-svc.</summary>
internal sealed class S6Driver(S6Config config, TimeProvider time) : IDriver
{
    /// <summary>s6-svc's own word for "not in the time that I was given".</summary>
    private const int TimedOut = 99;

    private readonly ProcessRunner _runner = new(time);

    public string Name => config.Service;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        var ended = await _runner.RunAsync("s6-svstat", ["-o", S6Status.Fields, config.Service], Patience.Look, cancel).ConfigureAwait(false);
        if (ended.Succeeded) return S6Status.Of(ended.Output);

        var said = Words.Line(ended.Complaint, 200);
        if (said.EndsWith("s6-supervise not running", StringComparison.Ordinal)) return UnitLook.NotSeen("not-supervised", $"s6-svstat says: {said}");
        return IsDenied(ended)
            ? UnitLook.NotSeen("access-denied", $"s6 does not let us look: {said}; run as the owner of the service directory")
            : UnitLook.NotSeen("s6-unseen", $"s6-svstat says: {said}");
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        // One word to s6-supervise, which goes on with it whatever becomes of us.
        var grace = order.KillAfter ?? Patience.Stop;
        var ended = await OrderAsync("-r", grace, cancel).ConfigureAwait(false);
        if (ended.Succeeded) return Done("restarted");
        if (ended.ExitCode != TimedOut) return Refused(ended);

        var killed = await OrderAsync("-k", Patience.Killed, cancel).ConfigureAwait(false);
        return killed.Succeeded ? Done($"killed, since it did not end in {Words.Span(grace)}, and restarted") with { Killed = true } : Refused(killed);
    }

    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel)
    {
        var ended = await _runner.RunAsync("s6-svc", ["-wu", "-T", Milliseconds(Patience.Start), "-u", config.Service], Patience.Start + Patience.Grace, cancel).ConfigureAwait(false);
        return ended.Succeeded ? Done("started") : Refused(ended);
    }

    private Task<ProcessResult> OrderAsync(string order, TimeSpan within, CancellationToken cancel) =>
        _runner.RunAsync("s6-svc", ["-wr", "-T", Milliseconds(within), order, config.Service], within + Patience.Grace, cancel);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static bool IsDenied(ProcessResult ended) => ended.Complaint.Contains("Permission denied", StringComparison.Ordinal);

    private static RestartOutcome Done(string how) => new(RestartResult.Done, new Reason("s6-done", $"s6: {how}"));

    private static RestartOutcome Refused(ProcessResult ended)
    {
        var said = Words.Line(ended.Complaint, 200);
        if (ended.IsMissing) return new RestartOutcome(RestartResult.Unreachable, new Reason("s6-unseen", said));
        if (IsDenied(ended)) return new RestartOutcome(RestartResult.Denied, new Reason("access-denied", $"s6 does not let us: {said}; run as the owner of the service directory"));
        return ended.ExitCode is null or TimedOut
            ? new RestartOutcome(RestartResult.TimedOut, new Reason("s6-timeout", said))
            : new RestartOutcome(RestartResult.Failed, new Reason("s6-failed", $"s6-svc says: {said}"));
    }
}
