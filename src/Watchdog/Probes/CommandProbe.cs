using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Probes;

/// <summary>Runs a command without a shell; exit code 0 passes. It and all that it has started are killed at the deadline.</summary>
internal sealed class CommandProbe(CheckPolicy policy, CommandTarget target, TimeProvider time) : IProbe
{
    /// <summary>For the rest of the output once the command has ended: a child that it left behind may hold the pipe for ever.</summary>
    private static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(200);

    /// <summary>For the end of what was killed; a process that waits for a disk cannot even die.</summary>
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(1);

    /// <summary>Whether what it prints is a number to be told. grep -c and pgrep -c print 0 and end with 1: with a number, 1 is as good as 0.</summary>
    public bool ReadsNumber { get; init; }

    public async ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = new Deadline(timeout, time, cancel);
        Fault? fault;
        NumberReading? number = null;
        try
        {
            (fault, number) = await RunAsync(deadline);
        }
        // A command that cannot be run says nothing of the service.
        catch (Exception e)
        {
            fault = StartFault(e);
        }

        deadline.ThrowIfShutdown();
        var took = deadline.Elapsed;
        return new ProbeAnswer(fault?.ToObservation(policy.Name, default, took) ?? Observation.Pass(policy.Name) with { Took = took }, number is null ? [] : [number]);
    }

    private async ValueTask<(Fault? Fault, NumberReading? Number)> RunAsync(Deadline deadline)
    {
        var program = target.Command[0];
        if (ProgramStart.Find(program) is not { } path)
            return (Fault.Ours(ProbeCodes.CommandNotFound, $"there is no program {Words.Line(program)}; give its whole path"), null);

        using var process = Process.Start(ProgramStart.StartInfo(path, target.Command.AsSpan()[1..]))!;
        process.StandardInput.Close();
        using var stopDraining = new CancellationTokenSource();
        var output = new CommandOutput();
        var errors = new CommandOutput();
        var drain = Task.WhenAll(
            output.DrainAsync(process.StandardOutput.BaseStream, stopDraining.Token),
            errors.DrainAsync(process.StandardError.BaseStream, stopDraining.Token));
        var isDone = await WaitAsync(process, deadline);
        await Task.WhenAny(drain, Task.Delay(DrainGrace, time, CancellationToken.None));
        await stopDraining.CancelAsync();
        await drain;
        // What a program says of its own failure is on standard error.
        var said = (errors.FirstLine() ?? output.FirstLine()) is { } line ? $"; it said: {line}" : "";
        return isDone ? (Judge(process.ExitCode, said), ReadsNumber ? Number(process.ExitCode, output.FirstLine()) : null) : (TimedOut(deadline, said), null);
    }

    /// <summary>Whether it ended by itself; otherwise it has been killed.</summary>
    private async ValueTask<bool> WaitAsync(Process process, Deadline deadline)
    {
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            ProgramStart.KillAll(process);
            using var grace = new CancellationTokenSource(KillGrace, time);
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    private static Fault? Judge(int code, string said) => code switch
    {
        0 => null,
        > 128 and <= 192 => Fault.Sick(ProbeCodes.KilledBySignal, $"it was ended by signal {code - 128}{said}"),
        _ => Fault.Sick(ProbeCodes.ExitPrefix + code, $"it ended with code {code}{said}"),
    };

    private static NumberReading Number(int code, string? line)
    {
        if (code is 0 && line is null) return new NumberReading(0, default);
        if (code is not (0 or 1)) return new NumberReading(null, new Reason(ProbeCodes.ExitPrefix + code, $"it ended with code {code}"));
        return double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new NumberReading(number, default)
            : new NumberReading(null, new Reason(ProbeCodes.NotANumber, $"it printed {(line is null ? "nothing" : $"\"{line}\", which is no number")}, and ended with code {code}"));
    }

    private static Fault TimedOut(Deadline deadline, string said) =>
        Fault.Sick(ProbeCodes.Timeout, $"it was not done in {Words.Span(deadline.Timeout)} and was killed{said}");

    private static Fault StartFault(Exception e) => e is Win32Exception start
        ? start.NativeErrorCode switch
        {
            2 => Fault.Ours(ProbeCodes.CommandNotFound, "there is no such program, or what its first line names; give its whole path"),
            13 => Fault.Ours(ProbeCodes.OwnAccess, "we may not run it; check its permissions and the watchdog's own sandbox"),
            23 or 24 => Fault.Ours(ProbeCodes.OwnDescriptors, "there is no file descriptor left for a command; raise LimitNOFILE of the watchdog"),
            11 or 12 => Fault.Ours(ProbeCodes.OwnMemory, "there is no process or memory left for a command; raise TasksMax or MemoryMax of the watchdog"),
            _ => Fault.Ours(e),
        }
        : Fault.Ours(e);
}
