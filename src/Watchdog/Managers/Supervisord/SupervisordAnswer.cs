using Watchdog.Core;

namespace Watchdog.Managers.Supervisord;

/// <summary>What came of an order.</summary>
internal static class SupervisordAnswer
{
    /// <param name="reply">Of stopProcess, startProcess or signalProcess.</param>
    /// <param name="verb">What was asked for.</param>
    /// <param name="program">Of which.</param>
    public static RestartOutcome Of(RpcReply reply, string verb, string program)
    {
        if (reply.Failure is { } failure) return new RestartOutcome(failure.Result, failure.Reason);
        if (reply.Fault is not { } fault) return Outcome(RestartResult.Done, "supervisord-done", $"supervisord has done the {verb}");

        var said = Words.Line(fault.Text, 160);
        return fault.Code switch
        {
            RpcFault.AlreadyStarted => Outcome(RestartResult.Done, "already-started", $"{program} had been started meanwhile"),
            RpcFault.NotRunning => Outcome(RestartResult.Displaced, "other-state", $"{program} does not run any more"),
            RpcFault.ShutdownState => Outcome(RestartResult.Displaced, "shutting-down", "supervisord is shutting down"),
            RpcFault.BadName => Outcome(RestartResult.Refused, "no-such-unit", $"supervisord knows no program {program}"),
            RpcFault.NoFile => Outcome(RestartResult.Failed, "no-file", $"the command of {program} is not there ({said}): look at its command= and directory="),
            RpcFault.NotExecutable => Outcome(RestartResult.Failed, "not-executable", $"the command of {program} may not be run ({said}): look at its command= and user="),
            // Of one that ends before its startsecs, mostly the first, and the second where that was seen in another moment.
            RpcFault.SpawnError or RpcFault.AbnormalTermination => Outcome(
                RestartResult.Failed, "spawn-error", $"supervisord has not got {program} to run: {said}; look at supervisorctl tail {program} stderr"),
            _ => Outcome(RestartResult.Failed, "supervisord-fault", $"supervisord does not {verb} {program}: {said}"),
        };
    }

    private static RestartOutcome Outcome(RestartResult result, string code, string sentence) => new(result, new Reason(code, sentence));
}
