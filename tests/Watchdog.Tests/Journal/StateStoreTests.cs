using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class StateStoreTests : IDisposable
{
    private const string Boot = "boot-1";
    private static readonly ImmutableDictionary<string, CounterMemory> NoCounters = ImmutableDictionary<string, CounterMemory>.Empty;

    private readonly TestFolder _folder = new();
    private readonly JournalTime _time = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NothingSaved_IsNothingWithoutProblem()
    {
        var saved = Store().Load("a");
        Assert.Null(saved.State);
        Assert.Null(saved.Problem);
        Assert.Empty(saved.Counters);
    }

    [Fact]
    public void Load_SameBoot_IsWhatWasSaved()
    {
        var state = Any(1);
        Assert.Equal(SaveResult.Saved, Store().Save("a", state, NoCounters.Add("acceptLoop", new CounterMemory(12.5, "i"))));
        _time.Advance(TimeSpan.FromHours(1));
        var saved = Store().Load("a");
        Assert.Equal(AnyValue.Dump(state), AnyValue.Dump(saved.State));
        Assert.Equal(new CounterMemory(12.5, "i"), saved.Counters["acceptLoop"]);
        Assert.Null(saved.Problem);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateOf("a")));
    }

    [Fact]
    public void Load_AnotherBoot_KeepsAges()
    {
        Store().Save("a", ServiceState.New with { Ledger = [new LedgerEntry(_time.Uptime - TimeSpan.FromMinutes(10), StartKind.Ours, "liveness")] }, NoCounters);
        _time.Utc += TimeSpan.FromMinutes(3);
        _time.Uptime = TimeSpan.FromMinutes(1);
        var entry = Assert.Single(Store("boot-2").Load("a").State!.Ledger);
        Assert.Equal(TimeSpan.FromMinutes(13), _time.Uptime - entry.At);
    }

    [Fact]
    public void Load_AnotherBootAndClockWentBack_CountsNoTimeBetweenAndSaysSo()
    {
        Store().Save("a", ServiceState.New with { PhaseSince = _time.Uptime - TimeSpan.FromMinutes(10) }, NoCounters);
        _time.Utc -= TimeSpan.FromHours(30);
        _time.Uptime = TimeSpan.FromMinutes(1);
        var saved = Store("boot-2").Load("a");
        Assert.Equal(TimeSpan.FromMinutes(10), _time.Uptime - saved.State!.PhaseSince);
        Assert.Contains("the clock is 1.06:00:00 behind", saved.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is damaged")]
    [InlineData("{\"version\":1,\"service\":\"a\",\"boot\":\"b", "is damaged")]
    [InlineData("\0\0\0\0", "is damaged")]
    [InlineData("null", "has format version")]
    [InlineData("{\"version\":2}", "has format version 2, not 1")]
    [InlineData("{\"version\":1,\"service\":\"a\",\"boot\":\"b\"}", "holds no state")]
    [InlineData("{\"version\":1,\"service\":\"b\",\"boot\":\"b\",\"state\":{}}", "belongs to b")]
    public void Load_FileThatCannotBeRead_IsSetAsideAndSaid(string content, string problem)
    {
        File.WriteAllText(StateOf("a"), content);
        var saved = Store().Load("a");
        Assert.Null(saved.State);
        Assert.Contains(problem, saved.Problem, StringComparison.Ordinal);
        var aside = StateOf("a") + ".corrupt-20261120T100203.0000000Z";
        Assert.Contains(aside, saved.Problem, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(aside));
        Assert.False(File.Exists(StateOf("a")));
        Assert.Equal([400], _log.Ids);
        Assert.Null(Store().Load("a").Problem);
    }

    [Fact]
    public void Load_FileTooLarge_IsSetAsideUnread()
    {
        using (var file = File.Create(StateOf("a"))) file.SetLength(StateFile.MaxBytes + 1);
        Assert.Contains("is over 1 MiB", Store().Load("a").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryTruncation_IsSetAsideAndNeverThrows()
    {
        Store().Save("a", Any(3), NoCounters);
        var whole = File.ReadAllBytes(StateOf("a"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(StateOf("a"), whole[..length]);
            _time.Advance(TimeSpan.FromSeconds(1));
            var saved = Store().Load("a");
            Assert.Null(saved.State);
            Assert.NotNull(saved.Problem);
        }
    }

    [Fact]
    public void Load_DurableCopyDamagedAndRuntimeCopyWhole_TakesTheRuntimeCopyAndSaysSo()
    {
        Store().Save("a", ServiceState.New with { Epoch = 7 }, NoCounters);
        File.Move(StateOf("a"), RuntimeOf("a"));
        File.WriteAllText(StateOf("a"), "{");
        var saved = Store().Load("a");
        Assert.Equal(7, saved.State!.Epoch);
        Assert.Contains("is damaged", saved.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-1, 1)]
    public void Load_TwoCopies_TakesTheNewer(int runtimeIsLaterBy, long expected)
    {
        Store().Save("a", ServiceState.New with { Epoch = 2 }, NoCounters);
        File.Move(StateOf("a"), RuntimeOf("a"));
        _time.Advance(TimeSpan.FromSeconds(-runtimeIsLaterBy));
        Store().Save("a", ServiceState.New with { Epoch = 1 }, NoCounters);
        Assert.Equal(expected, Store().Load("a").State!.Epoch);
    }

    [Fact]
    public void Save_StateFolderCannotBeWritten_FallsBackAndSaysEachTurnOnce()
    {
        var store = Store();
        using (Break(_folder.Directories.States))
        {
            Assert.Equal(SaveResult.SavedInRuntime, store.Save("a", ServiceState.New with { Epoch = 1 }, NoCounters));
            Assert.Equal(SaveResult.SavedInRuntime, store.Save("b", ServiceState.New, NoCounters));
            using (Break(_folder.Directories.RuntimeStates))
                Assert.Equal(SaveResult.Lost, store.Save("a", ServiceState.New, NoCounters));
        }

        Assert.Equal(1, Store().Load("a").State!.Epoch);
        Assert.Equal(SaveResult.Saved, store.Save("a", ServiceState.New with { Epoch = 2 }, NoCounters));
        Assert.Equal(SaveResult.Saved, store.Save("b", ServiceState.New, NoCounters));
        Assert.Equal([401, 402, 403], _log.Ids);
    }

    public static TheoryData<int> Steps => [.. Enum.GetValues<AtomicFile.Step>().Select(step => (int)step)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Load_KilledAfterAnyStepOfASave_IsTheOldOrTheNewStateWhole(int killedAfter)
    {
        var (before, after) = (Any(1), Any(2));
        Store().Save("a", before, NoCounters);
        var dying = new StateStore(_folder.Directories, Boot, _time, _log) { AfterStep = step => { if ((int)step == killedAfter) throw new KilledException(); } };
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Throws<KilledException>(() => dying.Save("a", after, NoCounters));

        var saved = Store().Load("a");
        Assert.Null(saved.Problem);
        var expected = killedAfter >= (int)AtomicFile.Step.Renamed ? after : before;
        Assert.Equal(AnyValue.Dump(expected), AnyValue.Dump(saved.State));
        Assert.Equal(SaveResult.Saved, Store().Save("a", after, NoCounters));
        Assert.Equal(AnyValue.Dump(after), AnyValue.Dump(Store().Load("a").State));
    }

    [Fact]
    public void Save_ManyServicesAtOnce_EachKeepsItsOwn()
    {
        var store = Store();
        Parallel.For(0, 40, number => store.Save($"s/{number}", ServiceState.New with { Epoch = number }, NoCounters));
        for (var number = 0; number < 40; number++) Assert.Equal(number, store.Load($"s/{number}").State!.Epoch);
        Assert.Empty(Directory.GetFiles(_folder.Directories.States, "*.tmp"));
    }

    [SkippableFact]
    public void Save_DiskFull_KeepsTheOldStateAndTheNewOneInRuntime()
    {
        using var disk = SmallDisk.Mount(_folder.Directories.States);
        var store = Store();
        Assert.Equal(SaveResult.Saved, store.Save("a", ServiceState.New with { Epoch = 1 }, NoCounters));
        disk.Fill();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SaveResult.SavedInRuntime, store.Save("a", ServiceState.New with { Epoch = 2 }, NoCounters));
        Assert.Equal(2, Store().Load("a").State!.Epoch);
        Assert.False(File.Exists(StateOf("a") + ".tmp"));
        disk.Free();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SaveResult.Saved, store.Save("a", ServiceState.New with { Epoch = 3 }, NoCounters));
        Assert.Equal(3, Store().Load("a").State!.Epoch);
    }

    private StateStore Store(string boot = Boot) => new(_folder.Directories, boot, _time, _log);

    private string StateOf(string service) => Path.Combine(_folder.Directories.States, FileNames.Of(service) + ".json");

    private string RuntimeOf(string service) => Path.Combine(_folder.Directories.RuntimeStates, FileNames.Of(service) + ".json");

    private static ServiceState Any(int seed) => (ServiceState)new AnyValue(seed).Of(typeof(ServiceState))!;

    /// <summary>A file in the folder's place: not even root can write into that.</summary>
    private static Mended Break(string folder)
    {
        Directory.Move(folder, folder + ".away");
        File.WriteAllText(folder, "");
        return new Mended(folder);
    }

    private sealed class Mended(string folder) : IDisposable
    {
        public void Dispose()
        {
            File.Delete(folder);
            Directory.Move(folder + ".away", folder);
        }
    }

    private sealed class KilledException : Exception;
}
