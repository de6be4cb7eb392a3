using System.Diagnostics;

namespace Watchdog.Benchmarks;

/// <summary>Runs programs, each with a deadline.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Its standard output. Throws with its standard error when it fails or takes too long.</summary>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, TimeSpan? patience = null, string? owner = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (owner is not null) start.Environment["BOX_OWNER"] = owner;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(patience ?? s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode == 0
                ? (await output).TrimEnd()
                : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await error} {await output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command)} took too long");
        }
    }

    public static bool Has(string program) =>
        "/usr/bin:/usr/sbin:/bin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
