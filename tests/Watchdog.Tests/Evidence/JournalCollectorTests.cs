using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Managers;
using Watchdog.Managers.Logs;

namespace Watchdog.Tests.Evidence;

public sealed class JournalCollectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-log-").FullName;
    private readonly TextFiles _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CollectAsync_LinesWithTimes_AreShownWithTimePriorityAndWriter()
    {
        var healthy = Evidences.Now - TimeSpan.FromMinutes(1);
        var log = new FixedLog(new LogRead([new LogLine("it hangs") { At = Evidences.Now, Priority = 4, Writer = "web[7]" }]));

        var collected = await new JournalCollector(log).CollectAsync(Evidences.Subject(7) with { HealthyAt = healthy }, _files, CancellationToken.None);

        Assert.Equal("1 lines since 11:59:00 UTC", collected.Summary);
        Assert.Equal("2026-11-21 12:00:00.000 warning web[7]: it hangs\n", _files["journal.txt"]);
        Assert.Equal((2000, healthy), log.Asked);
    }

    [Fact]
    public async Task CollectAsync_LinesOfAKey_AreNotCounted()
    {
        var bundle = new Bundle(_folder, 1 << 20, Secrets.None);
        var log = new FixedLog(new LogRead([new LogLine("-----BEGIN PRIVATE KEY-----"), new LogLine("MIIE"), new LogLine("-----END PRIVATE KEY-----"), new LogLine("it hangs")]));

        var collected = await new JournalCollector(log).CollectAsync(Evidences.Subject(7), bundle.FilesOf("journal"), CancellationToken.None);

        Assert.Equal("2 lines", collected.Summary);
        Assert.Equal(2, Assert.Single(bundle.Files).Lines);
    }

    [Fact]
    public async Task CollectAfterAsync_WhatHasCome_IsAFileOfItsOwnSinceTheBundleWasBegun()
    {
        var log = new FixedLog(new LogRead([new LogLine("Thread 0x7f (most recent call first):") { At = Evidences.Now }]));

        await new JournalCollector(log).CollectAfterAsync(Evidences.Subject(7), _files, CancellationToken.None);

        Assert.Equal(["journal-after.txt"], _files.Names);
        Assert.Equal(Evidences.Now, log.Asked.Since);
    }

    [Fact]
    public async Task CollectAsync_ManagerWithoutALog_IsSkipped()
    {
        var collected = await new JournalCollector(new NoLog("it keeps none")).CollectAsync(Evidences.Subject(7), _files, CancellationToken.None);

        Assert.True(collected.IsSkipped);
        Assert.Equal("it keeps none", collected.Summary);
        Assert.Empty(_files.Names);
    }

    [Fact]
    public async Task CollectAsync_LogThatIsUnreadable_IsAProblem()
    {
        var log = new FixedLog(LogRead.NotSeen("journal-silent", "become a member of systemd-journal"));

        Assert.Equal(["become a member of systemd-journal"], (await new JournalCollector(log).CollectAsync(Evidences.Subject(7), _files, CancellationToken.None)).Problems.ToArray());
    }

    [Fact]
    public void Read_LongFile_GivesItsLastLines()
    {
        var path = Path.Combine(_folder, "current");
        File.WriteAllLines(path, Enumerable.Range(0, 300_000).Select(static i => $"line {i}"));

        Assert.Equal(["line 299998", "line 299999"], FileTail.Read(path, 2).Lines.Select(static line => line.Text));
        Assert.StartsWith("line ", FileTail.Read(path, int.MaxValue).Lines[0].Text, StringComparison.Ordinal);
        Assert.Equal("log-unreadable", FileTail.Read(_folder + "/none", 2).Unseen.Code);
    }

    [Fact]
    public async Task TailAsync_OfFiles_IsThatOfEachWithWhatIsMissing()
    {
        var (one, two) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "two"));
        await File.WriteAllTextAsync(one, "a\nb\nc\n");
        await File.WriteAllTextAsync(two, "d\n");
        var log = new FileLog(_ => Task.FromResult(new LogPlaces([one, two], new Reason("log-half", "there is more"))), TimeProvider.System);

        var read = await log.TailAsync(2, null, CancellationToken.None);

        Assert.Equal(["b", "c", "d"], read.Lines.Select(static line => line.Text));
        Assert.Equal("log-half", read.Unseen.Code);
    }

    /// <summary>Its lines have no time: what was there when the bundle was begun is not what came of the action.</summary>
    [Fact]
    public async Task CollectAfterAsync_OfFiles_IsWhatHasComeSince()
    {
        var path = Path.Combine(_folder, "log");
        await File.WriteAllTextAsync(path, "before\n");
        var collector = new JournalCollector(new FileLog(_ => Task.FromResult(new LogPlaces([path], default)), TimeProvider.System));
        var (subject, files) = (Evidences.Subject() with { IsForAction = true }, new TextFiles());
        await collector.CollectAsync(subject, files, CancellationToken.None);
        await File.AppendAllTextAsync(path, "after\n");

        await collector.CollectAfterAsync(subject, files, CancellationToken.None);

        Assert.Equal(("before\n", "after\n"), (files["journal.txt"], files["journal-after.txt"]));
    }

    private sealed class FixedLog(LogRead read) : IServiceLog
    {
        public (int Most, DateTimeOffset? Since) Asked { get; private set; }

        public Task<LogSince> MarkAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel)
        {
            Asked = (most, since);
            return Task.FromResult(read);
        }
    }
}
