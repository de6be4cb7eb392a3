using System.Diagnostics;
using Watchdog.Cli.Handlers;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>A round that hangs, with the lock of the state in its hand.</summary>
public sealed class RoundLockTests : IDisposable
{
    private const int SigKill = 9;
    private const int SigStop = 19;

    private readonly BuiltProgram _watchdog = new();

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public async Task Check_WhileAnotherRoundHangs_NamesItAndTheOneAfterTenMinutesEndsIt()
    {
        using var wedged = await WedgedAsync();

        (await _watchdog.RunAsync("check")).Says(3, $"the state is in use by watchdog check, PID {wedged.Id}, since 20");
        Assert.Null(RoundLock.Take(_watchdog.State, TimeProvider.System, RoundLock.Longest, out var told));
        Assert.EndsWith(" UTC", told, StringComparison.Ordinal);

        using var held = RoundLock.Take(_watchdog.State, TimeProvider.System, TimeSpan.Zero, out told);
        Assert.NotNull(held);
        Assert.EndsWith("; it hung and was ended", told, StringComparison.Ordinal);
        Assert.Equal(128 + SigKill, await ExitCodeAsync(wedged));
    }

    /// <summary>Ours: it would not live to fail.</summary>
    [Theory]
    [InlineData("watchdog run", 0)]
    [InlineData("watchdog check", 1)]
    public async Task Take_HeldByTheDaemonOrTheNumberIsAnotherProcesssSince_EndsNobody(string command, long later)
    {
        Directory.CreateDirectory(_watchdog.State);
        using var held = StateLock.TryTake(_watchdog.State, command, TimeProvider.System, out _);
        var start = ProcessIdentity.Of(Environment.ProcessId)!.Value.Start;
        await _watchdog.ShellAsync("content=$(sed \"s/$1/$2/\" s/lock) && printf %s \"$content\" > s/lock", $"{start}", $"{start + later}");

        Assert.Null(RoundLock.Take(_watchdog.State, TimeProvider.System, TimeSpan.Zero, out var told));

        Assert.Equal(new ProcessIdentity(Environment.ProcessId, start + later), StateLock.Holder(_watchdog.State)!.Process);
        Assert.StartsWith($"the state is in use by {command}, PID {Environment.ProcessId}, since ", told, StringComparison.Ordinal);
    }

    /// <summary>A round that is stopped in the middle of its first question.</summary>
    private async Task<Process> WedgedAsync()
    {
        _watchdog.Services("\"web\": { \"command\": { \"restart\": [\"true\"], \"pid\": [\"sh\", \"-c\", \"touch asked; exec sleep 60\"] } }");
        var round = _watchdog.Start("exec \"$WATCHDOG\" check");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (StateLock.Holder(_watchdog.State) is not { Pid: > 0 }) await Task.Delay(20, patience.Token);
        Assert.Equal(0, Processes.Kill(round.Id, SigStop));
        return round;
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }
}
