using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly JournalTime _time = new();
    private readonly CapturedLog _log = new();

    private string Folder => _folder.Directories.Journal;

    private string Today => Path.Combine(Folder, "2026-11-20.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_TwoWriters_OneAfterAnother_AppendsInOrder()
    {
        using (var one = Writer()) Assert.True(one.Append(Entry(1), durable: true));
        using (var two = Writer()) Assert.True(two.Append(Entry(2), durable: false));
        Assert.Equal([1, 2], Read(new JournalQuery()));
        Assert.Equal([2, 1], ReadBack(new JournalQuery()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Today));
        Assert.Empty(_log.Ids);
    }

    [Fact]
    public void Append_DayChanges_GoesOnInTheNextDaysFile()
    {
        using var writer = Writer();
        writer.Append(Entry(1), durable: false);
        _time.Advance(TimeSpan.FromDays(1));
        writer.Append(Entry(2), durable: false);
        Assert.Equal(["2026-11-20.jsonl", "2026-11-21.jsonl"], Files());
        Assert.Equal([1, 2], Read(new JournalQuery()));
        Assert.Equal([2, 1], ReadBack(new JournalQuery()));
        Assert.Equal([2], Read(new JournalQuery { Since = _time.Utc }));
    }

    [Fact]
    public void Append_FolderRemovedMeanwhile_BeginsAnewAndSaysSo()
    {
        using var writer = Writer();
        writer.Append(Entry(1), durable: false);
        Directory.Delete(_folder.Directories.State, recursive: true);

        Assert.True(writer.Append(Entry(2), durable: true));

        Assert.Equal([2], Read(new JournalQuery()));
        Assert.Equal([416], _log.Ids);
        const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal((Ours, Ours), (File.GetUnixFileMode(Folder), File.GetUnixFileMode(_folder.Directories.State)));
    }

    [Theory]
    [InlineData("{\"at\":\"2026-11-20T1")]
    [InlineData("\0\0\0\0\0\0\0\0\n")]
    [InlineData("garbage\nmore garbage\nno end")]
    public void Append_AfterACrash_SetsTheTornEndAsideAndGoesOn(string torn)
    {
        using (var writer = Writer()) writer.Append(Entry(1), durable: false);
        File.AppendAllText(Today, torn);
        using (var writer = Writer()) Assert.True(writer.Append(Entry(2), durable: false));

        Assert.Equal([1, 2], Read(new JournalQuery()));
        Assert.Equal(torn, File.ReadAllText(Today + ".torn-20261120T100203.0000000Z"));
        Assert.Equal([412], _log.Ids);
    }

    [Fact]
    public void Append_AfterALaterVersion_LeavesItsLinesAlone()
    {
        const string line = "{\"at\":\"2026-11-20T10:02:03.0000000Z\",\"up\":1,\"service\":\"a\",\"input\":{\"kind\":\"of-tomorrow\"}}\n";
        File.WriteAllText(Today, line);
        using (var writer = Writer()) writer.Append(Entry(1), durable: false);
        Assert.StartsWith(line, File.ReadAllText(Today), StringComparison.Ordinal);
        Assert.Equal([1], Read(new JournalQuery()));
        Assert.Empty(_log.Ids);
    }

    [Fact]
    public void Append_FileOfOneTornLine_StartsItAnew()
    {
        File.WriteAllText(Today, "{");
        using (var writer = Writer()) Assert.True(writer.Append(Entry(1), durable: false));
        Assert.Equal([1], Read(new JournalQuery()));
    }

    [Fact]
    public void Append_FolderGoneAndBack_GoesOnAndSaysEachTurnOnce()
    {
        using var writer = Writer();
        Directory.Move(Folder, Folder + ".away");
        File.WriteAllText(Folder, "in its place");
        Assert.False(writer.Append(Entry(1), durable: true));
        Assert.False(writer.Append(Entry(2), durable: true));
        File.Delete(Folder);
        Directory.Move(Folder + ".away", Folder);
        Assert.True(writer.Append(Entry(3), durable: true));
        Assert.True(writer.Append(Entry(4), durable: true));
        Assert.Equal([3, 4], Read(new JournalQuery()));
        Assert.Equal([2, null], new JournalReader(Folder).OldestFirst(new JournalQuery()).Select(entry => entry.Missing));
        Assert.Equal([410, 411], _log.Ids);
        Assert.Contains("2 lines are missing", _log.Messages[1], StringComparison.Ordinal);
    }

    /// <summary>As by whoever makes room on a full disk.</summary>
    [Fact]
    public void Append_FolderRemovedWhileNothingCouldBeWritten_IsMadeAnew()
    {
        using var writer = Writer();
        Directory.Delete(Folder);
        File.WriteAllText(Folder, "in its place");
        Assert.False(writer.Append(Entry(1), durable: true));
        File.Delete(Folder);

        Assert.True(writer.Append(Entry(2), durable: true));

        Assert.Equal([2], Read(new JournalQuery()));
    }

    [SkippableFact]
    public void Append_DiskFull_LosesOnlyWhatFoundNoRoom()
    {
        using var disk = SmallDisk.Mount(Folder);
        using var writer = Writer();
        Assert.True(writer.Append(Entry(1), durable: true));
        disk.Fill();
        var number = 2;
        // What is left of the last page still takes some lines.
        while (writer.Append(Entry(number), durable: true)) number++;
        Assert.False(writer.Append(Entry(number), durable: true));
        disk.Free();
        Assert.True(writer.Append(Entry(1000), durable: true));

        Assert.Equal([.. Enumerable.Range(1, number - 1), 1000], Read(new JournalQuery()));
        Assert.Equal([410, 411], _log.Ids);
    }

    [Fact]
    public void Append_OldDays_AreDeletedByAgeAndSize()
    {
        foreach (var day in (string[])["2026-10-20", "2026-10-21", "2026-11-18", "2026-11-19"]) File.WriteAllText(Path.Combine(Folder, day + ".jsonl"), new string(' ', 4000));
        File.WriteAllText(Path.Combine(Folder, "2026-10-20.jsonl.torn-x"), "");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "");
        using (var writer = Writer(new JournalConfig { KeepDays = 30, MaxSize = 9000 })) writer.Append(Entry(1), durable: false);
        Assert.Equal(["2026-11-18.jsonl", "2026-11-19.jsonl", "2026-11-20.jsonl", "notes.txt"], Files());

        using (var writer = Writer(new JournalConfig { KeepDays = 30, MaxSize = 8000 })) writer.Append(Entry(2), durable: false);
        Assert.Equal(["2026-11-19.jsonl", "2026-11-20.jsonl", "notes.txt"], Files());
    }

    /// <summary>A clock that is wrong for a moment deletes nothing; one that is right does on the next day.</summary>
    [Fact]
    public void Append_FarAfterAllBefore_DeletesNothingByItsAgeAtFirst()
    {
        using var writer = Writer();
        writer.Append(Entry(1), durable: false);
        _time.Advance(TimeSpan.FromDays(3650));
        writer.Append(Entry(2), durable: false);
        Assert.Equal([1, 2], Read(new JournalQuery()));

        _time.Advance(TimeSpan.FromDays(1));
        writer.Append(Entry(3), durable: false);
        Assert.Equal([2, 3], Read(new JournalQuery()));
    }

    [Fact]
    public void Append_OneDayAloneOutgrowsTheRoom_StaysWithinItAndKeepsTheNewest()
    {
        const int max = 20_000;
        using var writer = Writer(new JournalConfig { MaxSize = max });
        for (var number = 1; number <= 1000; number++) Assert.True(writer.Append(Entry(number), durable: false));
        Assert.InRange(new DirectoryInfo(Folder).GetFiles().Sum(file => file.Length), max / 2, max);
        Assert.Equal(["2026-11-20.earlier.jsonl", "2026-11-20.jsonl"], Files());
        var kept = Read(new JournalQuery());
        Assert.Equal(Enumerable.Range(1001 - kept.Count, kept.Count), kept);
        Assert.All(_log.Ids, id => Assert.Equal(413, id));
    }

    [Fact]
    public void Append_EntryOverItsBound_IsRefused()
    {
        using var writer = Writer();
        Assert.False(writer.Append(Entry(1) with { Input = new Resumed(new string('x', 1 << 20)) }, durable: false));
        Assert.True(writer.Append(Entry(2), durable: false));
        Assert.Equal([2], Read(new JournalQuery()));
    }

    [Fact]
    public void Read_BadLinesInTheMiddle_AreSkippedAndCounted()
    {
        using (var writer = Writer()) for (var number = 1; number <= 2; number++) writer.Append(Entry(number), durable: false);
        var lines = File.ReadAllLines(Today);
        File.WriteAllText(Today, $"{lines[0]}\nbad\n\n{new string('y', JournalLine.MaxBytes + 100_000)}\n{lines[1]}\n{lines[0][..30]}");
        var reader = new JournalReader(Folder);
        Assert.Equal([1, 2], reader.OldestFirst(new JournalQuery()).Select(NumberOf));
        Assert.Equal(2, reader.Skipped);
        reader = new JournalReader(Folder);
        Assert.Equal([2, 1], reader.NewestFirst(new JournalQuery()).Select(NumberOf));
        Assert.Equal(2, reader.Skipped);
    }

    [Fact]
    public void Read_LinesOfEveryLengthAroundTheBlock_AreAllThereFromBothEnds()
    {
        var random = new Random(1);
        using (var writer = Writer())
        {
            for (var number = 1; number <= 300; number++)
                writer.Append(Entry(number) with { Decisions = [new NotActing(new Reason("x", new string('z', random.Next(6) == 0 ? 65_300 + random.Next(400) : random.Next(3000))))] }, durable: false);
        }

        Assert.Equal(Enumerable.Range(1, 300), Read(new JournalQuery()));
        Assert.Equal(Enumerable.Range(1, 300).Reverse(), ReadBack(new JournalQuery()));
    }

    [Fact]
    public void Read_Query_GivesTheServicesOwnSinceThenUpToTheLimit()
    {
        using (var writer = Writer())
        {
            for (var number = 1; number <= 10; number++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                writer.Append(Entry(number, number % 2 == 0 ? "even \"quoted\"" : "odd") with { Decisions = [new NotActing(new Reason("x", "\"service\":\"odd\""))] }, durable: false);
            }
        }

        Assert.Equal([2, 4, 6, 8, 10], Read(new JournalQuery { Service = "even \"quoted\"" }));
        Assert.Equal([9, 7], ReadBack(new JournalQuery { Service = "odd", Limit = 2 }));
        Assert.Equal([8, 9, 10], Read(new JournalQuery { Since = _time.Utc - TimeSpan.FromSeconds(2) }));
        Assert.Empty(Read(new JournalQuery { Service = "nobody" }));
    }

    [Fact]
    public async Task Read_WhileItIsWritten_SeesWholeLinesOnlyAndInOrder()
    {
        using var writer = Writer();
        writer.Append(Entry(1), durable: false);
        var writing = Task.Run(() => { for (var number = 2; number <= 3000; number++) writer.Append(Entry(number), durable: false); });
        var least = 0;
        while (!writing.IsCompleted)
        {
            var reader = new JournalReader(Folder);
            var seen = reader.OldestFirst(new JournalQuery()).Select(NumberOf).ToList();
            Assert.Equal(Enumerable.Range(1, seen.Count), seen);
            Assert.True(seen.Count >= least);
            least = seen.Count;
            Assert.Equal(Enumerable.Range(1, least).Reverse(), reader.NewestFirst(new JournalQuery()).Select(NumberOf).SkipWhile(number => number > least));
            Assert.Equal(0, reader.Skipped);
        }

        await writing;
        Assert.Equal(3000, Read(new JournalQuery()).Count);
    }

    [Fact]
    public void NewestFirst_OneServiceIn64MiB_IsFoundInAMoment()
    {
        var line = Encoding.UTF8.GetBytes(Line(Entry(1, "other")));
        using (var file = File.Create(Today))
        {
            file.Write(Encoding.UTF8.GetBytes(Line(Entry(7, "mine"))));
            for (long written = 0; written < 64 << 20; written += line.Length) file.Write(line);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal([7], ReadBack(new JournalQuery { Service = "mine" }));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        watch.Restart();
        Assert.Equal([1, 1], ReadBack(new JournalQuery { Limit = 2 }));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private JournalWriter Writer(JournalConfig? keep = null) => new(Folder, keep ?? new JournalConfig(), _time, _log);

    private JournalEntry Entry(int number, string service = "a") =>
        new() { At = _time.Utc, Up = _time.Uptime, Service = service, Input = new StartExpected("x", TimeSpan.FromSeconds(number)) };

    private static int NumberOf(JournalEntry entry) => (int)((StartExpected)entry.Input!).Until.TotalSeconds;

    private static string Line(JournalEntry entry)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        JournalLine.Write(entry, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private List<int> Read(JournalQuery query) => [.. new JournalReader(Folder).OldestFirst(query).Select(NumberOf)];

    private List<int> ReadBack(JournalQuery query) => [.. new JournalReader(Folder).NewestFirst(query).Select(NumberOf)];

    private List<string> Files() => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
