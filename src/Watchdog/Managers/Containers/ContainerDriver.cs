using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Containers;

/// <summary>A container of docker or podman, through their programs, which speak the same words.</summary>
/// <param name="config">Which.</param>
/// <param name="time">For deadlines.</param>
/// <param name="program">The engine's; null for its name, by PATH.</param>
internal sealed class ContainerDriver(ContainerConfig config, TimeProvider time, string? program = null) : IDriver
{
    private readonly ProcessRunner _runner = new(time);
    private readonly LocalProcess _local = new(time);

    public string Name => config.Container;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        var ended = await RunAsync(Patience.Look, cancel, "inspect", "--type", "container", "--format", ContainerState.Template, config.Container).ConfigureAwait(false);
        if (ContainerAnswer.IsNoSuch(ended)) return UnitLook.Seen(new UnitStatus { State = UnitState.NotFound, SubState = "not-found" });
        if (!ended.Succeeded) return new UnitLook(null, ContainerAnswer.Of(ended, config.Key, "inspect", config.Container).Reason);
        if (ContainerState.Of(ended.Output) is not { } state) return UnitLook.NotSeen("engine-format", $"{config.Key} inspect answers in a form that is not known: {Words.Line(ended.Output.Trim(), 160)}");

        var look = ContainerStatus.Of(state, time.GetUtcNow());
        return look.Status is { Instance.Length: > 0 } status ? UnitLook.Seen(Run(state, status)) : look;
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        // The engine's own SIGKILL comes after the container's stop time-out: never later than that.
        var grace = order.KillAfter is { } after && !(after > before.TimeoutStop) ? after : (TimeSpan?)null;
        var patience = (grace ?? before.TimeoutStop ?? Patience.Stop) + Patience.Killed + Patience.Start + Patience.Grace;
        string[] within = grace is { } seconds ? ["-t", ((int)Math.Ceiling(seconds.TotalSeconds)).ToString(CultureInfo.InvariantCulture)] : [];
        var ended = await RunAsync(patience, cancel, ["restart", .. within, config.Container]).ConfigureAwait(false);
        return Outcome(ended, "restart");
    }

    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel) =>
        Outcome(await RunAsync(Patience.Start + Patience.Grace, cancel, "start", config.Container).ConfigureAwait(false), "start");

    /// <summary>Through the engine, whose process it is.</summary>
    public async Task<string?> SignalAsync(DumpSignal signal, UnitStatus before, CancellationToken cancel)
    {
        var ended = await RunAsync(Patience.Look, cancel, "kill", "-s", DumpSignals.Name(signal), config.Container).ConfigureAwait(false);
        return ended.Succeeded ? null : ContainerAnswer.Of(ended, config.Key, "kill", config.Container).Reason.Sentence;
    }

    /// <summary>
    /// The engine may be another machine's (DOCKER_HOST, Docker Desktop), so that its process ids are. The control group counts only where it is the container's
    /// own: without one (--cgroups=disabled) it would be that of whoever started it.
    /// </summary>
    private UnitStatus Run(ContainerState state, UnitStatus status)
    {
        var age = time.GetUtcNow() - state.StartedAt;
        var run = status with { StartedAt = _local.StartOf(status.Instance, age > TimeSpan.Zero ? age : TimeSpan.Zero) };
        if (status.State != UnitState.Active || state.Pid == 0 || !_local.Is(state.Pid, status.Instance, age)) return run;

        var group = ProcessFacts.CgroupOf(state.Pid) ?? "";
        return run with { MainPid = state.Pid, ControlGroup = group.Contains(state.Id, StringComparison.Ordinal) ? group : "" };
    }

    private Task<ProcessResult> RunAsync(TimeSpan deadline, CancellationToken cancel, params string[] arguments) => _runner.RunAsync(program ?? config.Key, arguments, deadline, cancel);

    private RestartOutcome Outcome(ProcessResult ended, string verb)
    {
        if (ended.Succeeded) return new RestartOutcome(RestartResult.Done, new Reason("engine-done", $"{config.Key} has done the {verb}"));

        var (result, reason) = ContainerAnswer.Of(ended, config.Key, verb, config.Container);
        return new RestartOutcome(result, reason);
    }
}
