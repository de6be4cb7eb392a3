using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Runs a command in the foreground, as if it had been typed, and holds a lease on the pause for as long as it runs.</summary>
internal sealed class PausedCommand(IReadOnlyList<string> command, PauseRequest request, TimeProvider time)
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromSeconds(1);

    /// <summary>To give the lease back to a daemon that is just being restarted.</summary>
    private const int Farewells = 5;

    private volatile bool _isOver;
    private readonly TimeSpan _until = time.GetElapsedTime(0) + request.For;

    private TimeSpan Left => _until - time.GetElapsedTime(0);

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

        using var ended = new CancellationTokenSource();
        var keeping = KeepAsync(client, lease, ended.Token);
        var code = await RunAsync(Path.GetFullPath(program)).ConfigureAwait(false);

        // First given back, then let go: the other way round it looks as if we had died.
        _isOver = true;
        await GiveBackAsync(client, code).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
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
            if (IsRunning(process)) _ = Libc.Kill(process.Id, signal);
        }
    }

    /// <summary>Holds on to the lease; takes it again from the next daemon, should this one go. Until its time is up, which is said.</summary>
    private async Task KeepAsync(ControlClient client, HeldLease first, CancellationToken cancel)
    {
        HeldLease? lease = first;
        try
        {
            while (true)
            {
                var end = await lease.NextAsync(cancel).ConfigureAwait(false);
                if (_isOver) return;
                if (end is { Code: not Lease.DaemonStopping })
                {
                    Say($"{end.Value.Sentence}; '{command[0]}' runs on");
                    return;
                }

                lease.Dispose();
                Say("the daemon has gone; the pause is taken again when it is back");
                if ((lease = await TakeAgainAsync(client, cancel).ConfigureAwait(false)) is null)
                {
                    Say($"the {Words.Span(request.For)} of the pause are over; '{command[0]}' runs on");
                    return;
                }

                Say("the daemon is back, and the pause stands again");
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The command has ended.
        }
        finally
        {
            lease?.Dispose();
        }
    }

    /// <returns>Null when its time is up. A daemon that has just begun may not know its services yet: whatever it says, it is asked again.</returns>
    private async Task<HeldLease?> TakeAgainAsync(ControlClient client, CancellationToken cancel)
    {
        while (Left > s_retryEvery * 2)
        {
            await Task.Delay(s_retryEvery, time, cancel).ConfigureAwait(false);
            var asked = await client.LeaseAsync(request with { For = Left, IsAgain = true }, cancel).ConfigureAwait(false);
            if (asked.Value is { } lease) return lease;
        }

        return null;
    }

    private async Task GiveBackAsync(ControlClient client, int code)
    {
        var ended = new ResumeRequest(request.Services, $"the command has ended with {code}: {request.Because}", request.Id);
        for (var i = 0; i < Farewells; i++)
        {
            var asked = await client.ResumeAsync(ended, CancellationToken.None).ConfigureAwait(false);
            if (asked.Outcome == ControlOutcome.Answered) return;

            await Task.Delay(s_retryEvery, time, CancellationToken.None).ConfigureAwait(false);
        }

        Say("the daemon could not be told that the command has ended; it ends the pause by itself");
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

    private static void Say(string sentence) => Console.Error.WriteLine($"watchdog pause: {sentence}");
}
