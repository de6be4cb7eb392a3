using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Drafting;

/// <summary>What listens on a machine without /proc, as lsof tells it; every Mac has it. Of other users' processes it tells root alone.</summary>
/// <param name="time">For the deadline.</param>
/// <param name="program">By PATH: macOS has it in /usr/sbin.</param>
internal sealed class LsofPorts(TimeProvider time, string program = "lsof")
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    /// <summary>Numbers for names, no warnings, and of each listener its process, its kind of address and its place.</summary>
    private static readonly string[] s_arguments = ["-w", "-nP", "-iTCP", "-sTCP:LISTEN", "-Fptn"];

    /// <summary>Takes a moment. Never throws but for <paramref name="cancel"/>.</summary>
    public async Task<OpenPorts> ReadAsync(CancellationToken cancel)
    {
        var lsof = await new ProcessRunner(time).RunAsync(program, s_arguments, s_deadline, cancel).ConfigureAwait(false);

        // It ends with 1 as well when it has found nothing, or has met a file that it could not look at.
        var isAnswer = lsof.ExitCode == 0 || (lsof.ExitCode == 1 && (lsof.Output.Length > 0 || lsof.Error.Length == 0));
        return isAnswer
            ? new OpenPorts(LsofText.Ports(lsof.Output), lsof.Output.Length >= ProcessRunner.MaxOutput, default)
            : new OpenPorts([], false, new Reason("lsof", Words.Line($"{program}: {lsof.Complaint}", 200)));
    }
}
