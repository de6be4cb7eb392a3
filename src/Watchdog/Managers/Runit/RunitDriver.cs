using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Runit;

/// <summary>A service of runit, through sv.</summary>
internal sealed class RunitDriver(RunitConfig config, TimeProvider time) : IDriver
{
    private const string Program = "sv";

    private readonly ProcessRunner _runner = new(time);

    public string Name => config.Service;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        var ended = await RunAsync(Patience.Look, cancel, "status", config.Service).ConfigureAwait(false);
        return ended.ExitCode is null ? UnitLook.NotSeen("runit-unseen", Words.Line(ended.Complaint, 200)) : RunitStatus.Of(ended.Output + ended.Error);
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        // "restart" is TERM, CONT and up in one word to runsv, which goes on with it whatever becomes of us.
        var grace = order.KillAfter ?? Patience.Stop;
        var ended = await OrderAsync("restart", grace, cancel).ConfigureAwait(false);
        if (ended.Succeeded) return Done("restarted");
        if (!IsTimeout(ended)) return Refused(ended);

        var killed = await OrderAsync("kill", Patience.Killed, cancel).ConfigureAwait(false);
        return killed.ExitCode is null ? Refused(killed) : Done($"killed, since it did not end in {Words.Span(grace)}, and restarted") with { Killed = true };
    }

    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel)
    {
        var ended = await OrderAsync("start", Patience.Start, cancel).ConfigureAwait(false);
        return ended.Succeeded ? Done("started") : Refused(ended);
    }

    private Task<ProcessResult> OrderAsync(string verb, TimeSpan within, CancellationToken cancel) => RunAsync(
        within + Patience.Grace, cancel, "-w", ((int)Math.Ceiling(within.TotalSeconds)).ToString(CultureInfo.InvariantCulture), verb, config.Service);

    private Task<ProcessResult> RunAsync(TimeSpan deadline, CancellationToken cancel, params string[] arguments) => _runner.RunAsync(Program, arguments, deadline, cancel);

    private static bool IsTimeout(ProcessResult ended) => ended.Complaint.StartsWith("timeout:", StringComparison.Ordinal);

    private static RestartOutcome Done(string how) => new(RestartResult.Done, new Reason("runit-done", $"runit: {how}"));

    private static RestartOutcome Refused(ProcessResult ended)
    {
        var said = Words.Line(ended.Complaint, 200);
        if (ended.IsMissing) return new RestartOutcome(RestartResult.Unreachable, new Reason("runit-unseen", said));
        if (ended.ExitCode is null || IsTimeout(ended)) return new RestartOutcome(RestartResult.TimedOut, new Reason("runit-timeout", said));
        return said.Contains("access denied", StringComparison.Ordinal)
            ? new RestartOutcome(RestartResult.Denied, new Reason("access-denied", $"runit does not let us: {said}; run as the owner of its supervise directory, mostly root"))
            : new RestartOutcome(RestartResult.Failed, new Reason("runit-failed", $"sv says: {said}"));
    }
}
