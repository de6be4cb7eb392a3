using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Logs;

namespace Watchdog.Tests.Managers.Logs;

public sealed class FileLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-log-").FullName;

    private string Current => Path.Combine(_folder, "current");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Since_WhatWasThereBefore_IsNotRead()
    {
        File.WriteAllText(Current, "before\n");
        var since = await MarkAsync(Current);

        File.AppendAllText(Current, "after\n\nand the last, unfinished");

        Assert.Equal(["after", "", "and the last, unfinished"], Texts(await since(CancellationToken.None)));
    }

    [Fact]
    public void Tail_FileThatIsNotThere_DoesNotAdviseToBecomeRoot()
    {
        var sentence = FileTail.Read(Current, 10).Unseen.Sentence;

        Assert.StartsWith($"{Current} cannot be read", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("root", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Since_NothingWritten_IsEmptyAndAll()
    {
        File.WriteAllText(Current, "before\n");
        var since = await MarkAsync(Current);
        Assert.Empty(Texts(await since(CancellationToken.None)));
    }

    [Fact]
    public async Task Since_FileThatComesLater_IsReadFromItsBeginning()
    {
        var since = await MarkAsync(Current);
        File.WriteAllText(Current, "first\n");
        Assert.Equal(["first"], Texts(await since(CancellationToken.None)));
    }

    [Fact]
    public async Task Since_FileThatNeverComes_IsEmpty() => Assert.Empty(Texts(await (await MarkAsync(Current))(CancellationToken.None)));

    /// <summary>The new one is longer than the old: its length alone would not tell.</summary>
    [Fact]
    public async Task Since_Rotated_HasTheEndOfTheOldFileAndAllOfTheNew()
    {
        File.WriteAllText(Current, "old\n");
        var since = await MarkAsync(Current);

        File.AppendAllText(Current, "end of the old\n");
        File.Move(Current, Current + ".1");
        File.WriteAllText(Current, "beginning of the new\n");

        Assert.Equal(["end of the old", "beginning of the new"], Texts(await since(CancellationToken.None)));
    }

    [Fact]
    public async Task Since_Emptied_IsReadAnewAndSaidSo()
    {
        File.WriteAllText(Current, "a long line of before\n");
        var since = await MarkAsync(Current);

        File.WriteAllText(Current, "after\n");
        var read = await since(CancellationToken.None);

        Assert.Equal(("after", "log-cut"), (Assert.Single(read.Lines).Text, read.Unseen.Code));
    }

    [Fact]
    public async Task Since_MoreThanIsRead_SaysSo()
    {
        var since = await MarkAsync(Current);
        File.WriteAllText(Current, string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 4097)));

        var read = await since(CancellationToken.None);

        Assert.Equal((4096, "log-long"), (read.Lines.Length, read.Unseen.Code));
    }

    [Fact]
    public async Task Since_SeveralFiles_OneOfThemUnreadable_HasTheOthersAndSaysWhy()
    {
        var since = await MarkAsync(_folder, Current, Current);
        File.WriteAllText(Current, "once\n");

        var read = await since(CancellationToken.None);

        Assert.Equal(("once", "log-unreadable"), (Assert.Single(read.Lines).Text, read.Unseen.Code));
        Assert.StartsWith($"{_folder} cannot be read", read.Unseen.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Since_NoFilesOrOnlyHalf_SaysWhy()
    {
        var none = await new FileLog(_ => Task.FromResult(LogPlaces.None("no-log", "kept nowhere")), TimeProvider.System).MarkAsync(CancellationToken.None);
        var half = await new FileLog(_ => Task.FromResult(new LogPlaces([Current], new Reason("log-half", "only half"))), TimeProvider.System).MarkAsync(CancellationToken.None);

        Assert.Equal(new Reason("no-log", "kept nowhere"), (await none(CancellationToken.None)).Unseen);
        Assert.Equal(new Reason("log-half", "only half"), (await half(CancellationToken.None)).Unseen);
    }

    [Theory]
    [InlineData("@400000006740c2a91d2f3b44 Traceback", "Traceback")]
    [InlineData("2026-11-21_19:17:06.12345 plain", "plain")]
    [InlineData("2026-11-21T19:17:06.12345 plain", "plain")]
    [InlineData("2026-11-21 19:17:06.123456789  plain", "plain")]
    [InlineData("2026-11-21 the day", "2026-11-21 the day")]
    [InlineData("  indented", "  indented")]
    public void Bare_OfALine_IsWithoutTheLoggersStamp(string line, string bare) => Assert.Equal(bare, LogText.Bare(line));

    [Fact]
    public void Bare_OfALongLine_EndsInAnEllipsis()
    {
        Assert.Equal(new string('x', 4096) + "…", LogText.Bare(new string('x', 5000)));
        Assert.Equal(new string('x', 4096), LogText.Bare(new string('x', 4096)));
    }

    private static async Task<LogSince> MarkAsync(params string[] paths) =>
        await new FileLog(_ => Task.FromResult(new LogPlaces([.. paths])), TimeProvider.System).MarkAsync(CancellationToken.None);

    /// <summary>Of a log that was read whole.</summary>
    private static IEnumerable<string> Texts(LogRead read)
    {
        Assert.Null(read.Unseen.Code);
        return read.Lines.Select(line => line.Text);
    }
}
