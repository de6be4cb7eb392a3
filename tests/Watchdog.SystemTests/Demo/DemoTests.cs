using System.Diagnostics;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Demo;

/// <summary>The demo as people run it, as a process of its own, in a home and a temporary folder of its own.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(4);

    private readonly string _home = Directory.CreateTempSubdirectory("demo-home-").FullName;
    private readonly string _temp = Directory.CreateTempSubdirectory("demo-temp-").FullName;

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_temp, recursive: true);
    }

    [SkippableFact]
    public async Task Demo_ToItsEnd_EveryFaultIsMetAndNothingIsLeftBehind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the fault of memory is only shown on Linux");
        using var demo = Start();
        using var deadline = new CancellationTokenSource(s_deadline);
        var error = demo.StandardError.ReadToEndAsync(deadline.Token);

        var output = await demo.StandardOutput.ReadToEndAsync(deadline.Token);
        await demo.WaitForExitAsync(deadline.Token);

        Assert.True(demo.ExitCode == 0, $"exit code {demo.ExitCode}\n{output}\n{await error}");
        Assert.Equal("", await error);
        var lines = output.Split('\n');
        Assert.Matches(@"^hangs \(SIGSTOP\) +timeout-first-byte +restart \(liveness\) +1 restart, SIGKILL +[\d.]+ s +[\d.]+ s$", Row(lines, "hangs"));
        Assert.Matches(@"^accept loop stuck +timeout-first-byte +restart \(liveness\) +1 restart +[\d.]+ s +[\d.]+ s$", Row(lines, "accept loop"));
        Assert.Matches(@"^deep health .* +status-503 +restart \(deepHealth\) +1 restart +[\d.]+ s +[\d.]+ s$", Row(lines, "deep health"));
        Assert.Matches(@"^counter flat.* +counter-flat +restart \(acceptLoop\) +1 restart +[\d.]+ s +[\d.]+ s$", Row(lines, "counter flat"));
        Assert.Matches(@"^memory grows +memory-over-limit +restart \(memory\) +1 restart +[\d.]+ s +[\d.]+ s$", Row(lines, "memory grows"));
        Assert.Matches(@"^no restart .* +status-503 +restart, hold \(deepHealth\) +2 restarts, alert +[\d.]+ s +held: [\d.]+ s$", Row(lines, "no restart"));
        Assert.DoesNotContain('\e', output);
        AssertNothingIsLeft();
    }

    [SkippableFact]
    public async Task Demo_InterruptedWhileAServiceIsFrozen_EndsAtOnceAndNothingIsLeftBehind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks for children in /proc");
        using var demo = Start();
        using var deadline = new CancellationTokenSource(s_deadline);
        var error = demo.StandardError.ReadToEndAsync(deadline.Token);
        while (await demo.StandardOutput.ReadLineAsync(deadline.Token) is { } line && !line.Contains(" FAULT ", StringComparison.Ordinal))
        {
        }

        Assert.Equal(6, Ours().Count);
        var since = Stopwatch.GetTimestamp();
        (await Shell.RunAsync(["kill", "-INT", $"{demo.Id}"])).Ok();
        await demo.StandardOutput.ReadToEndAsync(deadline.Token);
        await demo.WaitForExitAsync(deadline.Token);

        Assert.Equal(130, demo.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(9));      // a frozen child would take the whole 10 s
        Assert.Equal("watchdog demo: stopped; its services have ended, its folder is removed\n", await error);
        AssertNothingIsLeft();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "watchdog.dll"), "demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = _home;
        start.Environment["TMPDIR"] = _temp;
        foreach (var ours in (string[])["STATE_DIRECTORY", "RUNTIME_DIRECTORY", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"]) start.Environment.Remove(ours);
        return Process.Start(start)!;
    }

    private static string Row(string[] lines, string title) => Assert.Single(lines, line => line.StartsWith(title, StringComparison.Ordinal));

    private void AssertNothingIsLeft()
    {
        Assert.Empty(Ours());
        Assert.Empty(Directory.EnumerateDirectories(_temp, "watchdog-demo-*"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home));
    }

    /// <summary>Sample services of this demo that run: their faults files lie in our temporary folder.</summary>
    private List<string> Ours() => [.. Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Select(CommandLine)
        .Where(line => line.Contains(_temp, StringComparison.Ordinal))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return "";      // it has ended meanwhile
        }
    }
}
