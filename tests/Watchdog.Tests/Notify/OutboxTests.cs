using System.Runtime.Versioning;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Notify;

[UnsupportedOSPlatform("windows")]
public sealed class OutboxTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestTimeProvider _time = new();
    private readonly CapturedLog _log = new();

    private string Folder => _folder.Directories.Outbox;

    public void Dispose() => _folder.Dispose();

    /// <summary>Each run of a timer begins anew, and may have time for one try only.</summary>
    [Fact]
    public void Failed_InRunsThatEnd_LetsTheOthersGoFirstAndIsCounted()
    {
        foreach (var story in (string[])["bad", "s", "t"]) Open().Add(Message($"{story}/1"), ["a"], null);

        Assert.Equal("bad/1", Try());
        Assert.Equal("s/1", Try());
        Assert.Equal("t/1", Try());
        Assert.Equal("bad/1", Try());
        Assert.Equal("s/1", Try());
        var arrived = Open();
        arrived.Sent(arrived.Next("a").Entry!, "a");
        Assert.Equal("bad/1", Try());
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => Refuse()));

        string Try()
        {
            var outbox = Open();
            var entry = outbox.Next("a").Entry!;
            outbox.Failed(entry, "a");
            return entry.Message.Id;
        }

        int Refuse()
        {
            var outbox = Open();
            return outbox.Refused(outbox.Next("a").Entry!, "a");
        }
    }

    [Fact]
    public void Add_ForTwoNotifiers_IsEachOnesUntilBothHaveSentIt()
    {
        var outbox = Open();
        Assert.Equal("a b", string.Join(' ', outbox.Add(Message("s/1"), ["a", "b"], null)));

        outbox.Sent(outbox.Next("a").Entry!, "a");

        Assert.Null(outbox.Next("a").Entry);
        Assert.Single(Directory.GetFiles(Folder, "*.json"));
        Assert.Equal("s/1", outbox.Next("b").Entry!.Message.Id);
        outbox.Sent(outbox.Next("b").Entry!, "b");
        Assert.Empty(Directory.GetFiles(Folder, "*.json"));
    }

    [Fact]
    public void Add_KnownId_IsAddedOnlyForWhoDoesNotHaveIt()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a"], null);
        Assert.Empty(outbox.Add(Message("s/1"), ["a"], null));
        outbox.Sent(outbox.Next("a").Entry!, "a");
        Assert.Empty(outbox.Add(Message("s/1"), ["a"], null));
        Assert.Empty(Open().Add(Message("s/1"), ["a"], null));
        Assert.Equal("b", Assert.Single(Open().Add(Message("s/1"), ["a", "b"], null)));
    }

    [Fact]
    public void Add_NewRun_FindsAllThatIsLeftInOrder()
    {
        var message = Samples.Of(MessageKind.Holding).Message;
        var outbox = Open();
        outbox.Add(message, ["a", "b"], null);
        for (var i = 1; i <= 12; i++) outbox.Add(Message($"s/{i}"), ["a"], i == 12 ? _time.GetUtcNow().AddHours(1) : null);
        outbox.Sent(outbox.Next("a").Entry!, "a");

        var again = Open();

        Assert.Equal(message with { Facts = [] }, again.Next("b").Entry!.Message with { Facts = [] });
        Assert.Equal(message.Facts.AsEnumerable(), again.Next("b").Entry!.Message.Facts.AsEnumerable());
        for (var i = 1; i <= 11; i++)
        {
            var entry = again.Next("a").Entry!;
            Assert.Equal($"s/{i}", entry.Message.Id);
            again.Sent(entry, "a");
        }

        Assert.Equal(1, again.WaitingFor("a"));
    }

    [Theory]
    [InlineData(nameof(AtomicFile.Step.Created), false)]
    [InlineData(nameof(AtomicFile.Step.Written), true)]
    [InlineData(nameof(AtomicFile.Step.Synced), true)]
    [InlineData(nameof(AtomicFile.Step.Renamed), true)]
    [InlineData(nameof(AtomicFile.Step.FolderSynced), true)]
    public void Add_KilledInBetween_IsWholeOrSetAside(string step, bool whole)
    {
        var outbox = Open(after => { if (after.ToString() == step) throw new InvalidOperationException("killed"); });
        Assert.Throws<InvalidOperationException>(() => outbox.Add(Message("s/1"), ["a"], null));

        var again = Open();

        Assert.Equal(whole ? "s/1" : null, again.Next("a").Entry?.Message.Id);
        Assert.Equal(whole ? [] : [838], _log.Ids);

        // The one who was telling it tells it again, and it is sent once.
        again.Add(Message("s/1"), ["a"], null);
        Assert.Equal(1, again.WaitingFor("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":2,\"added\":\"2026-11-20T10:00:00.0000000Z\",\"notifiers\":[\"a\"],\"message\":{}}")]
    [InlineData("\0\0\0\0")]
    public void Next_DamagedFile_IsSetAsideAndTheOthersGoOn(string content)
    {
        Open().Add(Message("s/1"), ["a"], null);
        var path = Path.Combine(Folder, "000000000000.json");
        File.WriteAllText(path, content);

        Assert.Equal("s/1", Open().Next("a").Entry!.Message.Id);

        Assert.Equal([838], _log.Ids);
        Assert.False(File.Exists(path));
        Assert.Single(Directory.GetFiles(Folder, "*.torn-*"));
    }

    [Theory]
    [InlineData("000000000001.json")]
    [InlineData("000000000007.json")]
    [InlineData("000000000007.json.tmp")]
    public void Next_FileThatCannotBeRead_StaysAndTheOthersGoOn(string unreadable)
    {
        var before = Open();
        for (var i = 1; i <= 3; i++) before.Add(Message($"s/{i}"), ["a"], null);
        var path = Path.Combine(Folder, unreadable);
        File.Delete(path);
        File.CreateSymbolicLink(path, "/no/such/file");     // root can read all else
        var left = unreadable.StartsWith("000000000001", StringComparison.Ordinal) ? 2 : 3;

        var outbox = Open();
        Assert.Equal(left, outbox.WaitingFor("a"));
        outbox.Add(Message("s/4"), ["a"], null);

        Assert.Equal([846], _log.Ids);
        Assert.Contains(path, _log.Messages[0], StringComparison.Ordinal);
        Assert.Equal("/no/such/file", new FileInfo(path).LinkTarget);
        Assert.Equal(left + 1, Open().WaitingFor("a"));
    }

    [Fact]
    public void Took_ByOneRecipient_IsKnownToTheNextRunAndToNobodyElse()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a", "b"], null);
        outbox.Took(outbox.Next("a").Entry!, "a", "one@example.com");

        var again = Open();

        var entry = again.Next("a").Entry!;
        Assert.True(again.HasTaken(entry, "a", "one@example.com"));
        Assert.False(again.HasTaken(entry, "a", "other@example.com"));
        Assert.False(again.HasTaken(entry, "b", "one@example.com"));
    }

    [Fact]
    public void Sent_FileThatStays_IsNotSentAgain()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a"], null);
        var path = Assert.Single(Directory.GetFiles(Folder, "*.json"));
        var content = File.ReadAllBytes(path);
        outbox.Sent(outbox.Next("a").Entry!, "a");
        File.WriteAllBytes(path, content);      // as if we had been killed between the line and the file

        Assert.Null(Open().Next("a").Entry);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Sent_HistoryCutShort_StillKnowsWhatFollows()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a"], null);
        outbox.Add(Message("s/2"), ["a"], null);
        outbox.Sent(outbox.Next("a").Entry!, "a");
        File.AppendAllText(Path.Combine(Folder, "history"), "sent\ta");
        outbox.Sent(outbox.Next("a").Entry!, "a");

        var again = Open();

        Assert.Empty(again.Add(Message("s/1"), ["a"], null));
        Assert.Empty(again.Add(Message("s/2"), ["a"], null));
    }

    [Fact]
    public void Next_Older_ThanSevenDays_IsDroppedAndCounted()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a"], null);
        _time.Advance(TimeSpan.FromDays(1));
        outbox.Add(Message("s/2"), ["a"], null);
        _time.Advance(TimeSpan.FromDays(6) + TimeSpan.FromSeconds(1));

        Assert.Equal("s/2", outbox.Next("a").Entry!.Message.Id);
        Assert.Equal([834], _log.Ids);
        Assert.Equal(1, outbox.DroppedOf("a"));
        Assert.Equal(1, Open().DroppedOf("a"));

        outbox.ToldOfDropped("a", 1);
        Assert.Equal(0, Open().DroppedOf("a"));
    }

    [Fact]
    public void Next_TheClockIsSetByYears_DropsNothingOfThisRun()
    {
        var clock = new SetClock(_time);
        var outbox = new Outbox(new OutboxFiles(Folder, clock, _log), clock, _log);
        outbox.Add(Message("s/1"), ["a"], null);
        clock.Ahead = TimeSpan.FromDays(10_000);

        Assert.Equal("s/1", outbox.Next("a").Entry!.Message.Id);
    }

    [Fact]
    public void Add_MoreThanTheMost_DropsTheOldest()
    {
        Assert.Equal(10_000, Open().Most);
        var outbox = new Outbox(new OutboxFiles(Folder, _time, _log), _time, _log) { Most = 5 };

        for (var i = 1; i <= 7; i++) outbox.Add(Message($"s/{i}"), ["a"], null);

        Assert.Equal(5, outbox.WaitingFor("a"));
        Assert.Equal("s/3", outbox.Next("a").Entry!.Message.Id);
        Assert.Equal(2, outbox.DroppedOf("a"));
        Assert.Equal([834], _log.Ids);
        Assert.Equal(5, Directory.GetFiles(Folder, "*.json").Length);
    }

    [Fact]
    public void KeepOnly_NotifierThatIsGone_DropsWhatWaitsForItAlone()
    {
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a", "gone"], null);
        outbox.Add(Message("s/2"), ["gone"], null);

        Open().KeepOnly(new HashSet<string> { "a" });

        Assert.Equal([835], _log.Ids);
        var again = Open();
        Assert.Equal(1, again.WaitingFor("a") + again.WaitingFor("gone"));
    }

    [Fact]
    public void Add_Always_IsPrivate()
    {
        Open().Add(Message("s/1"), ["a"], null);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(Folder, "*.json"))));
        Assert.Equal(AtomicFile.FolderMode, File.GetUnixFileMode(Folder));
    }

    [SkippableFact]
    public void Add_FullDisk_KeepsItInMemoryAndSaysSoOnce()
    {
        Directory.CreateDirectory(Folder, AtomicFile.FolderMode);
        using var disk = SmallDisk.Mount(Folder);
        var outbox = Open();
        outbox.Add(Message("s/0"), ["a"], null);
        disk.Fill();

        outbox.Add(Message("s/1"), ["a"], null);
        outbox.Add(Message("s/2"), ["a"], null);

        Assert.Equal([836], _log.Ids);
        Assert.Equal(3, outbox.WaitingFor("a"));
        outbox.Sent(outbox.Next("a").Entry!, "a");
        Assert.Equal("s/1", outbox.Next("a").Entry!.Message.Id);

        disk.Free();
        outbox.Add(Message("s/3"), ["a"], null);
        Assert.Equal(837, _log.Ids[^1]);
        Assert.Equal(3, Open().WaitingFor("a"));
    }

    [Fact]
    public void Add_TheDiskTakesWritesAgain_WritesAFewAtATimeTheOldestFirst()
    {
        var (full, written) = (true, 0);
        var outbox = Open(step =>
        {
            if (full) throw new IOException("no space left");
            if (step == AtomicFile.Step.Renamed) written++;
        });
        for (var i = 1; i <= 50; i++) outbox.Add(Message($"s/{i}"), ["a"], null);
        full = false;

        outbox.Add(Message("s/51"), ["a"], null);

        Assert.Equal(21, written);
        Assert.Equal([836], _log.Ids);
        Assert.Equal([.. Enumerable.Range(1, 20), 51], Directory.GetFiles(Folder, "*.json").Select(path => int.Parse(Path.GetFileName(path)[..^5], null)).Order());

        // Nobody adds anything more; whoever sends goes on.
        outbox.Next("a");
        Assert.Equal([836], _log.Ids);
        outbox.Next("a");
        Assert.Equal(51, written);
        Assert.Equal([836, 837], _log.Ids);
        outbox.Next("a");
        Assert.Equal(51, written);

        Assert.Equal(51, Open().WaitingFor("a"));
        Assert.Equal("s/1", Open().Next("a").Entry!.Message.Id);
    }

    [Fact]
    public void Next_AllThatNoDiskTookWasSent_DoesNotSayThatItTakesThemAgain()
    {
        var outbox = Open(_ => throw new IOException("no space left"));
        outbox.Add(Message("s/1"), ["a"], null);
        outbox.Sent(outbox.Next("a").Entry!, "a");

        Assert.Null(outbox.Next("a").Entry);

        Assert.Equal([836], _log.Ids);
    }

    private Outbox Open(Action<AtomicFile.Step>? after = null) => new(new OutboxFiles(Folder, _time, _log) { AfterStep = after }, _time, _log);

    [Fact]
    public void Hold_TheClockWasPutBack_HoldsNothingForLongerThanItWouldNow()
    {
        var end = _time.GetUtcNow().AddHours(8);
        var outbox = Open();
        outbox.Add(Message("s/1"), ["a"], end);
        Assert.False(outbox.Hold(_ => end));
        Assert.True(outbox.Hold(_ => end.AddDays(-1)));
        Assert.False(outbox.Hold(_ => end));
        Assert.False(outbox.Hold(_ => null));       // it is due: that it was held back is why it is late
        Assert.NotNull(outbox.Next("a").Entry);
    }

    private Message Message(string id) => Samples.Of(MessageKind.Also).Message with { Id = id, Story = id.Split('/')[0], At = _time.GetUtcNow() };

    private sealed class SetClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Ahead;

        public override long GetTimestamp() => inner.GetTimestamp();
    }
}
