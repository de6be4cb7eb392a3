using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Tests.Journal;

namespace Watchdog.Tests.Evidence;

public sealed class BundleStoreTests : IDisposable
{
    private const string Incident = "20261121-222242-7f3a";

    private readonly TestFolder _folder = new();
    private readonly BundleStore _store;

    public BundleStoreTests() => _store = new BundleStore(Path.Combine(_folder.Directories.State, "evidence"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Begin_SecondOfAnIncident_HasANumber()
    {
        Assert.Equal([Incident, $"{Incident}-2", $"{Incident}-3"], [Take(), Take(), Take()]);
    }

    [Fact]
    public async Task Begin_ManyAtOnceOfAnIncident_EachHasItsOwnFolder()
    {
        const int Most = 16;
        for (var i = 0; i < 200; i++) Directory.CreateDirectory(_store.FolderOf($"20261120-000000-{i:x4}"));       // the sweep takes its time
        using var together = new Barrier(Most);

        var begun = await Task.WhenAll(Enumerable.Range(0, Most).Select(i => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return _store.Begin(Incident, new EvidenceConfig { KeepBundles = 1000 }, Secrets.None, $"about {i}");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(Most, begun.Select(one => one.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, Most).Select(i => $"about {i}\n"), begun.Select(one => File.ReadAllText(Path.Combine(one.Folder, BundleStore.Unfinished))));
    }

    [Fact]
    public void Begin_NeverFinished_TellsWhatItIsAbout()
    {
        var bundle = _store.Begin(Incident, new EvidenceConfig(), Secrets.Of(["hunter2"]), "about hunter2");

        Assert.Equal("about ***\n", File.ReadAllText(Path.Combine(bundle.Folder, BundleStore.Unfinished)));
        Assert.Null(BundleStore.Read(bundle.Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(bundle.Folder));
        Assert.Equal(Incident, Assert.Single(_store.List()).Id);
    }

    [Fact]
    public void Finish_Bundle_HasBothIndexesAndNoMark()
    {
        var bundle = Begin(new EvidenceConfig());
        bundle.FilesOf("processes").Append("processes.txt", "one\ntwo --token=hunter2\n");

        _store.Finish(bundle, Index(bundle), new EvidenceConfig());

        var read = BundleStore.Read(bundle.Folder)!;
        Assert.Equal(new IndexedFile("processes.txt", 20, 2, "processes"), Assert.Single(read.Files));
        Assert.Equal("one\ntwo --token=***\n", File.ReadAllText(Path.Combine(bundle.Folder, "processes.txt")));
        Assert.Contains("`processes.txt`: 2 lines, 20 bytes, by processes", File.ReadAllText(Path.Combine(bundle.Folder, BundleStore.Summary)), StringComparison.Ordinal);
        Assert.Equal([BundleStore.Index, "processes.txt", BundleStore.Summary], Directory.GetFiles(bundle.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(bundle.Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Append_BeyondItsSize_IsCutAndCounted()
    {
        var bundle = Begin(new EvidenceConfig { MaxSize = 64 << 10 });
        var files = bundle.FilesOf("x");

        files.Append("a.txt", new string('a', 60 << 10) + "\n");
        files.Append("a.txt", "fits\n" + new string('b', 10 << 10) + "\n");
        files.Append("a.txt", new string('c', 10 << 10) + "\n");
        files.Append("b.txt", "short\n");

        Assert.Equal((20 << 10) + 2, bundle.Dropped);
        Assert.EndsWith("\nfits\n… (the bundle is full; what came here was left out)\n", File.ReadAllText(Path.Combine(bundle.Folder, "a.txt")), StringComparison.Ordinal);
        Assert.Equal("short\n", File.ReadAllText(Path.Combine(bundle.Folder, "b.txt")));
    }

    [Fact]
    public void Append_AfterItsEndOrUnderABadName_IsNotTaken()
    {
        var bundle = Begin(new EvidenceConfig());
        var files = bundle.FilesOf("x");

        Assert.All(["../a", "a/b", "", "..", BundleStore.Summary, BundleStore.Index, "x.tmp"], name => Assert.Throws<ArgumentException>(() => files.Append(name, "x\n")));
        bundle.Seal();
        files.Append("late.txt", "x\n");

        Assert.False(File.Exists(Path.Combine(bundle.Folder, "late.txt")));
    }

    [Fact]
    public void Begin_BeyondTheQuota_RemovesTheOldestAndNeverOneThatIsBeingWritten()
    {
        var open = Begin(new EvidenceConfig());
        Age(open.Id, days: 100);
        for (var i = 2; i < 10; i++) Age(Take(), days: 50 - i);

        Take(new EvidenceConfig { KeepBundles = 4 });

        Assert.Equal([$"{Incident}-10", $"{Incident}-9", $"{Incident}-8", $"{Incident}-7", Incident], _store.List().Select(one => one.Id));
    }

    [Fact]
    public void Begin_BeyondTheBytes_RemovesTheOldest()
    {
        for (var i = 1; i < 6; i++)
        {
            var bundle = Begin(new EvidenceConfig());
            bundle.FilesOf("x").Append("x.txt", new string('x', 50_000) + "\n");
            _store.Finish(bundle, Index(bundle), new EvidenceConfig());
            Age(bundle.Id, days: 50 - i);
        }

        Take(new EvidenceConfig { Keep = 200_000 });

        Assert.Equal([$"{Incident}-6", $"{Incident}-5", $"{Incident}-4"], _store.List().Select(one => one.Id).Take(3));
        Assert.InRange(_store.List().Sum(one => one.Bytes), 1, 200_000);
    }

    [Fact]
    public void Note_OfAnIncident_StandsInAllOfItsBundles()
    {
        Take();
        Take();

        _store.Note(Incident, index => index with { Afterwards = [new IndexedNote(DateTimeOffset.UnixEpoch, "restart ordered")] });

        Assert.All(_store.List(), one => Assert.Contains("1970-01-01 00:00:00 UTC  restart ordered", File.ReadAllText(Path.Combine(one.Folder, BundleStore.Summary)), StringComparison.Ordinal));
    }

    [Fact]
    public void Note_OfAnOlderBundle_DoesNotMakeItTheNewest()
    {
        var (older, newer) = (Take(), Take());
        Age(older, days: 2);
        Age(newer, days: 1);

        _store.Note(older, static index => index with { At = DateTimeOffset.UtcNow.AddDays(-2), Afterwards = [new IndexedNote(DateTimeOffset.UnixEpoch, "restart ordered")] });

        Assert.Equal([newer, older], _store.List().Select(one => one.Id));
    }

    [Fact]
    public void Note_OfABundleThatIsBeingWritten_StandsInItsIndex()
    {
        var bundle = Begin(new EvidenceConfig());
        foreach (var said in (string[])["called off", "paused"]) _store.Note(Incident, index => index with { Afterwards = index.Afterwards.Add(new IndexedNote(DateTimeOffset.UnixEpoch, said)) });

        _store.Finish(bundle, Index(bundle), new EvidenceConfig());

        Assert.Equal(["called off", "paused"], BundleStore.Read(bundle.Folder)!.Afterwards.Select(note => note.Text));
    }

    [Fact]
    public void Begin_BesideFoldersThatAreNotOurs_LeavesThemAlone()
    {
        foreach (var name in (string[])["copy-for-vendor", "20261121", $"{Incident}-copy", $"x{Incident}"])
        {
            Directory.CreateDirectory(_store.FolderOf(name));
            Age(name, days: 100);
        }

        for (var i = 0; i < 3; i++) Take(new EvidenceConfig { KeepBundles = 1, Keep = 1 });

        Assert.Equal(5, Directory.GetDirectories(_store.Root).Length);
        Assert.Single(_store.List());
    }

    [SkippableFact]
    public void Begin_DiskWithoutRoom_IsRefusedAndLeavesNothing()
    {
        Directory.CreateDirectory(_store.Root);
        using var disk = SmallDisk.Mount(_store.Root);

        var refused = Assert.Throws<IOException>(() => Begin(new EvidenceConfig { MaxSize = 1 << 20 }));      // half of its 64 KiB and less

        Assert.Contains("is full", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_store.List());
        disk.Dispose();
        Assert.Equal(Incident, Begin(new EvidenceConfig()).Id);     // nor does it keep its number
    }

    private string Take(EvidenceConfig? limits = null)
    {
        var bundle = Begin(limits ?? new EvidenceConfig());
        _store.Finish(bundle, Index(bundle), limits ?? new EvidenceConfig());
        return bundle.Id;
    }

    private Bundle Begin(EvidenceConfig limits) => _store.Begin(Incident, limits, Secrets.None, "about");

    private void Age(string id, int days) => Directory.SetLastWriteTimeUtc(_store.FolderOf(id), DateTime.UtcNow.AddDays(-days));

    private static BundleIndex Index(Bundle bundle) => new()
    {
        Id = bundle.Id,
        Service = "web",
        Unit = "web.service",
        Host = "host",
        At = DateTimeOffset.UtcNow,
        Purpose = Purpose.Restart,
        Cause = "liveness",
        Reason = new Reason("stopped", "its process is stopped"),
        Phase = Phase.Acting,
        Verdict = Verdict.Unhealthy,
        Files = [.. bundle.Files],
    };
}
