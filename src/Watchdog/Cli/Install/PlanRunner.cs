using Watchdog.Kernel;

namespace Watchdog.Cli.Install;

/// <summary>Says what a plan would do, or does it and says so. Stops at the first step that fails; the next run goes on from there.</summary>
internal sealed class PlanRunner(ProcessRunner runner, TimeProvider time, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public void Describe(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
            Say(Pending(step, "would"), step);
    }

    public async Task<int> CarryOutAsync(IReadOnlyList<Step> steps, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            var problem = step.AlreadySo ? null : await DoAsync(step, cancel);
            if (problem is not null)
            {
                await error.WriteLineAsync($"watchdog: could not {step.What}: {problem}");
                return ExitCode.Failed;
            }

            Say(Pending(step, "done"), step);
        }

        return ExitCode.Fine;
    }

    private void Say(string word, Step step) => output.WriteLine($"{word,-8} {step.What}");

    private static string Pending(Step step, string word) => step switch
    {
        { AlreadySo: true } => "already",
        Leave => "left",
        Note => "note",
        _ => word,
    };

    private async Task<string?> DoAsync(Step step, CancellationToken cancel)
    {
        try
        {
            switch (step)
            {
                case WriteFile write:
                    Replace(write.Path, Readable, temporary => File.WriteAllText(temporary, write.Text));
                    return null;
                case CopyProgram copy:
                    Replace(copy.To, Executable, temporary => File.Copy(copy.From, temporary, overwrite: true));
                    return null;
                case RemoveFile remove:
                    Remove(remove.Path);
                    return null;
                case Execute execute:
                    return await ExecuteAsync(execute, cancel);
                default:
                    return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private async Task<string?> ExecuteAsync(Execute execute, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var result = await runner.RunAsync(execute.Program, execute.Arguments, execute.Deadline, cancel);
            if (result.Succeeded || IsAmong(execute.AlsoFine, result)) return null;
            if (!IsAmong(execute.TryAgainOn, result) || time.GetElapsedTime(begun) >= execute.Patience)
                return execute.Explain?.Invoke(result) ?? result.Complaint;

            await Task.Delay(s_pause, time, cancel);
        }
    }

    private static bool IsAmong(IReadOnlyList<int> codes, ProcessResult result) => result.ExitCode is { } code && codes.Contains(code);

    // A rename: whoever reads sees the old file or the new one, and a program that runs keeps its own.
    private static void Replace(string path, UnixFileMode mode, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        File.Delete(temporary);
        write(temporary);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, mode);
        File.Move(temporary, path, overwrite: true);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
