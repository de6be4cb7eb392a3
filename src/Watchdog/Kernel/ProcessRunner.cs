using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>Runs a program with a list of arguments (never a shell), a deadline, no input and bounded output.</summary>
internal sealed class ProcessRunner(TimeProvider time)
{
    /// <summary>Characters kept of each stream; the rest is read and dropped, so that the program never blocks on it.</summary>
    public const int MaxOutput = 64 * 1024;

    // A grandchild may hold the pipes open after the program has ended; its words are not worth more than this.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    /// <summary>Never throws for a program that is missing, fails or hangs; past <paramref name="deadline"/> it is killed with its children.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled; the program has been killed.</exception>
    public async Task<ProcessResult> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan deadline, CancellationToken cancel)
    {
        if (ProgramStart.Find(program) is not { } path) return new ProcessResult(null, "", $"{program} cannot be started: there is no such program") { IsMissing = true };

        using var process = new Process { StartInfo = StartInfo(path, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProcessResult(null, "", $"{program} cannot be started: {e.Message}");
        }

        process.StandardInput.Close();
        using var reading = new CancellationTokenSource();
        var output = ReadAsync(process.StandardOutput, reading.Token);
        var error = ReadAsync(process.StandardError, reading.Token);
        var ended = await EndedAsync(process, deadline, cancel);
        reading.CancelAfter(s_drain);
        var said = (Output: await output, Error: await error);
        cancel.ThrowIfCancellationRequested();
        return ended
            ? new ProcessResult(process.ExitCode, said.Output, said.Error)
            : new ProcessResult(null, said.Output, $"{program} did not end within {deadline.TotalSeconds:0.#} s and was killed. {said.Error}".TrimEnd());
    }

    private async Task<bool> EndedAsync(Process process, TimeSpan deadline, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            ProgramStart.KillAll(process);
            return false;
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancel)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, cancel) is var count and > 0)
                kept.Append(buffer, 0, Math.Min(count, MaxOutput - kept.Length));
        }
        catch (OperationCanceledException)
        {
            // What was said until now is the answer.
        }

        return kept.ToString();
    }

    private static ProcessStartInfo StartInfo(string path, IReadOnlyList<string> arguments)
    {
        var start = ProgramStart.StartInfo(path, [.. arguments]);
        start.Environment["LC_ALL"] = "C";
        start.Environment["SYSTEMD_PAGER"] = "";
        start.Environment["SYSTEMD_COLORS"] = "0";
        return start;
    }
}
