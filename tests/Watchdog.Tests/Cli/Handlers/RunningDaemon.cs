using System.Diagnostics;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary><c>watchdog run</c> as a process of its own, and what it says.</summary>
internal sealed class RunningDaemon : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    public RunningDaemon(BuiltProgram program)
    {
        _process = program.Start("exec \"$WATCHDOG\" run");
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Said
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    public async Task UntilSaysAsync(string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Said.Contains(what, StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_patience, $"it never said '{what}':\n{Said}");
            await Task.Delay(20);
        }
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(int signal)
    {
        Assert.Equal(0, Processes.Kill(_process.Id, signal));
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lines) _lines.Add(line ?? "");
    }
}
