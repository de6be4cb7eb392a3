using System.Diagnostics;

namespace Watchdog.SystemTests.Systemd;

/// <summary>Runs a program to its end.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(120);

    public static async Task<Ran> RunAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var arguments = command.ToArray();
        var start = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(s_deadline);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new Ran(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} has not ended in {s_deadline.TotalSeconds} s");
        }
    }

    /// <summary>Whether a program of that name is on the path.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}
