using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Supervisord;

/// <summary>A program of supervisord.</summary>
internal sealed class SupervisordDriver(SupervisordConfig config, SupervisordClient client, TimeProvider time) : IDriver
{
    private readonly LocalProcess _local = new(time);
    private volatile Asked? _times;

    public string Name => config.Program;

    public async Task<UnitLook> LookAsync(CancellationToken cancel)
    {
        var reply = await client.CallAsync("supervisor.getProcessInfo", [config.Program], Patience.Look, cancel).ConfigureAwait(false);
        if (reply.Failure is { } failure) return new UnitLook(null, failure.Reason);
        if (reply.Fault is { Code: RpcFault.BadName }) return UnitLook.Seen(new UnitStatus { State = UnitState.NotFound, SubState = "not-found" });
        if (reply.Fault is { } fault) return UnitLook.NotSeen("supervisord-fault", $"supervisord says: {Words.Line(fault.Text, 160)}");
        if (ProgramInfo.Of(reply.Value) is not { } info) return UnitLook.NotSeen("supervisord-format", "supervisord tells of the program in a form that is not known");

        var look = ProgramStatus.Of(info, await TimesAsync(info, cancel).ConfigureAwait(false));
        return look.Status is { State: UnitState.Active } status ? UnitLook.Seen(Run(info, status)) : look;
    }

    public async Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var patience = (before.TimeoutStop ?? Patience.Stop) + Patience.Killed + Patience.Grace;
        var stopped = await client.CallAsync("supervisor.stopProcess", [config.Program, true], patience, cancel).ConfigureAwait(false);
        if (stopped.Value is null) return SupervisordAnswer.Of(stopped, "stop", config.Program);

        // It says nothing of it, but nothing else takes as long.
        var killed = time.GetElapsedTime(began) >= before.TimeoutStop;
        var outcome = await StartAsync(before, cancel).ConfigureAwait(false);
        var note = outcome.Result != RestartResult.Done ? "it was stopped for the restart; " : killed ? $"killed by supervisord, since it did not end in {Words.Span(before.TimeoutStop!.Value)}; " : "";
        return outcome with { Killed = killed, Reason = outcome.Reason with { Sentence = note + outcome.Reason.Sentence } };
    }

    public async Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel)
    {
        var patience = (before.TimeoutStart ?? Patience.Start) + Patience.Grace;
        var reply = await client.CallAsync("supervisor.startProcess", [config.Program, true], patience, cancel).ConfigureAwait(false);
        if (reply.Fault is { Code: RpcFault.SpawnError or RpcFault.AbnormalTermination } fault && await SpawnErrorAsync(cancel).ConfigureAwait(false) is { Length: > 0 } why)
            reply = RpcReply.Of(fault with { Text = why });

        return SupervisordAnswer.Of(reply, "start", config.Program);
    }

    /// <summary>Through supervisord, whose process it is.</summary>
    public async Task<string?> SignalAsync(DumpSignal signal, UnitStatus before, CancellationToken cancel)
    {
        var reply = await client.CallAsync("supervisor.signalProcess", [config.Program, DumpSignals.Name(signal)], Patience.Look, cancel).ConfigureAwait(false);
        return reply.Value is null ? SupervisordAnswer.Of(reply, "signal", config.Program).Reason.Sentence : null;
    }

    /// <summary>The fault itself has only the program's name.</summary>
    private async Task<string?> SpawnErrorAsync(CancellationToken cancel)
    {
        var reply = await client.CallAsync("supervisor.getProcessInfo", [config.Program], Patience.Look, cancel).ConfigureAwait(false);
        return ProgramInfo.Of(reply.Value)?.SpawnError;
    }

    /// <summary>
    /// Behind a Unix socket it is a process of this machine, and told by it. Over TCP that is so only where the kernel shows a process of that id and age; any
    /// other has the name that supervisord gives it, and nothing is looked up by its id.
    /// </summary>
    private UnitStatus Run(ProgramInfo info, UnitStatus status)
    {
        var name = $"{info.Pid}:{info.Start}";
        if (client.SocketPath is not null || _local.Is(info.Pid, name, info.Age)) return status with { MainPid = info.Pid };
        return status with { Instance = name, StartedAt = _local.StartOf(name, info.Age) };
    }

    /// <summary>Its configuration can only be another one after its group was started anew.</summary>
    private async Task<ProgramTimes> TimesAsync(ProgramInfo info, CancellationToken cancel)
    {
        if (_times is { } asked && asked.Start == info.Start) return asked.Times;

        var reply = await client.CallAsync("supervisor.getAllConfigInfo", [], Patience.Look, cancel).ConfigureAwait(false);
        var times = ProgramTimes.Of(reply.Value, config.Program);
        _times = new Asked(info.Start, times);
        return times;
    }

    private sealed record Asked(long Start, ProgramTimes Times);
}
