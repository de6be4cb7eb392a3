using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Runs a command in the foreground, as if it had been typed, and holds a lease on the pause for as long as it runs.</summary>
internal sealed class PausedCommand(IReadOnlyList<string> command, PauseRequest request, TimeProvider time)
{
    /// <returns>The command's exit code, or why it was not run.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (ProgramStart.Find(command[0]) is not { } program) return Complaint.Say("pause", ExitCode.NotFound, $"there is no command '{command[0]}'");

        using var client = new ControlClient(StateFolder.Find().ControlSocket, time, PauseHandler.Deadline);
        var asked = await client.LeaseAsync(request, cancel).ConfigureAwait(false);
        if (asked.Value is not { } lease)
        {
            var help = asked.Outcome == ControlOutcome.NoDaemon ? "; without one, pause for a time and resume" : "";
            return Complaint.Say("pause", ExitCode.NotPaused, $"{asked.Reason}{help}; '{command[0]}' was not run");
        }

        using var kept = new KeptLease(client, request, lease, time, $"'{command[0]}' runs on", sentence => Console.Error.WriteLine($"watchdog pause: {sentence}"));
        var code = await RunAsync(Path.GetFullPath(program)).ConfigureAwait(false);
        await kept.GiveBackAsync("the command", $" with {code}").ConfigureAwait(false);
        return code;
    }

    private async Task<int> RunAsync(string program)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, command.Skip(1)) { UseShellExecute = false } };

        // The terminal's own signals reach the command from there, and it is for the command to say what they mean.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Forward(signal, Libc.SigTerm));
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Forward(signal, Libc.SigHup));
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return Complaint.Say("pause", ExitCode.NotRunnable, $"'{command[0]}' cannot be run: {failure.Message}");
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;        // 128 and the signal, where one ended it

        void Forward(PosixSignalContext context, int signal)
        {
            context.Cancel = true;
            if (IsRunning(process)) _ = Processes.Kill(process.Id, signal);
        }
    }

    private static bool IsRunning(Process process)
    {
        try
        {
            return !process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false;       // not started yet
        }
    }
}
