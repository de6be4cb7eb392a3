using System.Diagnostics;
using Watchdog.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Journal;

/// <summary>Alone: a child that another test forks has our locks until it becomes another program.</summary>
[Collection(Alone.Name)]
public sealed class StateLockTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly JournalTime _time = new();

    private string Folder => _folder.Directories.State;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryTake_Held_SaysWhoHoldsIt()
    {
        using var held = StateLock.TryTake(Folder, "watchdog run", _time, out _);
        Assert.NotNull(held);
        Assert.Null(StateLock.TryTake(Folder, "watchdog check", _time, out var holder));
        Assert.Equal($"watchdog run, PID {Environment.ProcessId}, since 2026-11-20 10:02 UTC", holder!.ToString());
        Assert.Equal(holder, StateLock.Holder(Folder));
    }

    [Fact]
    public void TryTake_Released_IsTakenAndNobodyHoldsItAfterwards()
    {
        StateLock.TryTake(Folder, "watchdog run", _time, out _)!.Dispose();
        Assert.Null(StateLock.Holder(Folder));
        using var again = StateLock.TryTake(Folder, "watchdog check", _time, out _);
        Assert.NotNull(again);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Folder, "lock")));
    }

    [Fact]
    public void TryTakeOfAnother_NobodyEverHadIt_HasNothingToTake()
    {
        Assert.Null(StateLock.TryTakeOfAnother(Folder, out var holder));
        Assert.Null(holder);
        Assert.False(File.Exists(Path.Combine(Folder, "lock")));
    }

    [Fact]
    public void TryTakeOfAnother_FreeOrHeld_IsTakenOrSaysWhoHasItAndWritesNothing()
    {
        StateLock.TryTake(Folder, "watchdog run", _time, out _)!.Dispose();
        var before = File.ReadAllText(Path.Combine(Folder, "lock"));
        using (var ours = StateLock.TryTakeOfAnother(Folder, out _))
        {
            Assert.NotNull(ours);
            Assert.Null(StateLock.TryTake(Folder, "watchdog check", _time, out _));
        }

        Assert.Equal(before, File.ReadAllText(Path.Combine(Folder, "lock")));
        using var held = StateLock.TryTake(Folder, "watchdog check", _time, out _);
        Assert.Null(StateLock.TryTakeOfAnother(Folder, out var holder));
        Assert.Equal("watchdog check", holder!.Command);
    }

    [Fact]
    public void TryTakeOfAnother_ALinkOfTheOwners_IsNotFollowed()
    {
        var target = Path.Combine(Folder, "target");
        File.WriteAllText(target, "");
        File.CreateSymbolicLink(Path.Combine(Folder, "lock"), target);

        Assert.Throws<IOException>(() => StateLock.TryTakeOfAnother(Folder, out _));
    }

    [Fact]
    public void Holder_ManyLookAtOnce_NoneIsTakenForAHolder()
    {
        StateLock.TryTake(Folder, "watchdog run", _time, out _)!.Dispose();
        Parallel.For(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Null(StateLock.Holder(Folder)));
    }

    [Fact]
    public async Task TryTake_WhileOthersOnlyLook_IsTaken()
    {
        StateLock.TryTake(Folder, "watchdog run", _time, out _)!.Dispose();
        using var enough = new CancellationTokenSource();
        var lookers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                StateLock.Holder(Folder);
                Thread.Sleep(1);        // nobody looks all the time: three that did would leave no moment between them
            }
        })).ToArray();
        for (var i = 0; i < 200; i++)
        {
            using var held = StateLock.TryTake(Folder, "watchdog check", _time, out var holder);
            Assert.True(held is not null, $"refused for {holder}");
        }

        await enough.CancelAsync();
        await Task.WhenAll(lookers).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [SkippableFact]
    public async Task TryTake_HolderKilled_IsFreeAtOnceWhateverStandsInTheFile()
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "flock (util-linux) is not installed");
        var path = Path.Combine(Folder, "lock");
        File.WriteAllText(path, new string('9', 5000));
        using var holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["-o", path, "sh", "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(StateLock.TryTake(Folder, "watchdog run", _time, out var who));
        Assert.Same(LockHolder.Unknown, who);

        holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        using var taken = StateLock.TryTake(Folder, "watchdog run", _time, out _);
        Assert.NotNull(taken);
    }

    [Fact]
    public void Dispose_WhileAChildOfOursLives_FreesIt()
    {
        using var held = StateLock.TryTake(Folder, "watchdog run", _time, out _);
        using var child = Process.Start(new ProcessStartInfo("sleep", ["60"]))!;
        try
        {
            held!.Dispose();
            using var taken = StateLock.TryTake(Folder, "watchdog run", _time, out _);
            Assert.NotNull(taken);
        }
        finally
        {
            child.Kill();
        }
    }
}
