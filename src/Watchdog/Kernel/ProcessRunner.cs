using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Watchdog.Kernel;

/// <summary>Runs a program with a list of arguments (never a shell), a deadline, no input and bounded output.</summary>
internal sealed class ProcessRunner(TimeProvider time)
{
    /// <summary>Characters kept of each stream, unless more are asked for.</summary>
    public const int MaxOutput = 64 * 1024;

    // A grandchild may hold the pipes open after the program has ended; its words are not worth more than this.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    /// <summary>Never throws for a program that is missing, fails or hangs; past its deadline it is killed with its children.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled; the program has been killed.</exception>
    public Task<ProcessResult> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan deadline, CancellationToken cancel) =>
        RunAsync(program, arguments, new RunLimits(deadline), cancel);

    /// <inheritdoc cref="RunAsync(string, IReadOnlyList{string}, TimeSpan, CancellationToken)"/>
    public async Task<ProcessResult> RunAsync(string program, IReadOnlyList<string> arguments, RunLimits limits, CancellationToken cancel)
    {
        if (ProgramStart.Find(program) is not { } path) return new ProcessResult(null, "", $"{program} cannot be started: there is no such program") { IsMissing = true };

        using var process = new Process { StartInfo = StartInfo(path, arguments) };
        foreach (var (name, value) in limits.Variables ?? []) process.StartInfo.Environment[name] = value;
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProcessResult(null, "", $"{program} cannot be started: {e.Message}");
        }

        process.StandardInput.Close();
        using var reading = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var output = ReadAsync(process.StandardOutput, limits, reading.Token);
        var error = ReadAsync(process.StandardError, limits, reading.Token);
        var ended = await EndedAsync(process, limits, cancel);
        if (cancel.IsCancellationRequested) await LeaveAsync(process, reading);
        else reading.CancelAfter(s_drain);
        var said = (Output: await output, Error: await error);
        cancel.ThrowIfCancellationRequested();
        return ended
            ? new ProcessResult(process.ExitCode, said.Output, said.Error)
            : new ProcessResult(null, said.Output, $"{program} did not end within {limits.Deadline.TotalSeconds:0.#} s and was killed. {said.Error}".TrimEnd());
    }

    private async Task<bool> EndedAsync(Process process, RunLimits limits, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limits.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (limits.Grace > TimeSpan.Zero) await AskToEndAsync(process, limits.Grace).ConfigureAwait(false);
            ProgramStart.KillAll(process);
            return false;
        }
    }

    /// <summary>Whoever has cancelled waits for its end, which lets go of what it held, and for none of its words.</summary>
    private async Task LeaveAsync(Process process, CancellationTokenSource reading)
    {
        using var late = new CancellationTokenSource(s_drain, time);
        await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reading.CancelAsync().ConfigureAwait(false);
    }

    private async Task AskToEndAsync(Process process, TimeSpan grace)
    {
        ProgramStart.AskAll(process.Id);
        using var late = new CancellationTokenSource(grace, time);
        await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<string> ReadAsync(StreamReader reader, RunLimits limits, CancellationToken cancel)
    {
        var (kept, most) = (new StringBuilder(), limits.MaxOutput);
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, cancel) is var count and > 0)
            {
                kept.Append(buffer, 0, limits.KeepsEnd ? count : Math.Min(count, most - kept.Length));
                if (kept.Length > 2 * most) kept.Remove(0, kept.Length - most);
            }
        }
        catch (OperationCanceledException)
        {
            // What was said until now is the answer.
        }

        return kept.Length > most ? kept.ToString(kept.Length - most, most) : kept.ToString();
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
