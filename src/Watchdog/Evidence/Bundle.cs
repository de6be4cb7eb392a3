using System.Collections.Concurrent;
using Watchdog.Config;

namespace Watchdog.Evidence;

/// <summary>One bundle while it is written: its folder, what its files take, and at last its index. What is wrong with the disk ends it, and nothing else.</summary>
internal sealed class Bundle
{
    private readonly Room _room;
    private readonly Secrets _secrets;
    private readonly ConcurrentDictionary<string, BundleFile> _files = new(StringComparer.Ordinal);
    private volatile bool _sealed;
    private volatile string? _problem;

    /// <param name="folder">Made, and empty.</param>
    /// <param name="room">Bytes that it may take.</param>
    /// <param name="secrets">Of the configuration.</param>
    public Bundle(string folder, long room, Secrets secrets)
    {
        (Folder, _room, _secrets) = (folder, new Room(room), secrets);
        Id = Path.GetFileName(folder);
    }

    public string Id { get; }

    public string Folder { get; }

    /// <summary>Why the disk took no more; null while it does.</summary>
    public string? Problem => _problem;

    public long Written => _room.Taken;

    /// <summary>Bytes that found no room.</summary>
    public long Dropped => _room.Dropped;

    /// <summary>What a collector writes to; the index tells whose a file is.</summary>
    public IBundleFiles FilesOf(string collector) => new View(this, collector);

    /// <summary>The same for what comes after the index.</summary>
    public IBundleFiles FilesAfterwards(string collector) => new View(this, collector) { IsLate = true };

    public IReadOnlyList<IndexedFile> Files => [.. _files.Values.Where(file => file.Bytes > 0).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new IndexedFile(file.Name, file.Bytes, file.Lines, file.Collector))];

    /// <summary>A sentence as it may stand in the index.</summary>
    public string Hide(string sentence) => LineRedactor.Sentence(_secrets, sentence);

    /// <summary>Nothing is taken any more: whoever still writes was left behind.</summary>
    public void Seal() => _sealed = true;

    private int Append(string collector, string name, string text, bool isLate)
    {
        if ((_sealed && !isLate) || _problem is not null || text.Length == 0) return 0;

        var file = _files.GetOrAdd(name, one => new BundleFile(Path.Combine(Folder, one), collector, new LineRedactor(_secrets)));
        try
        {
            return file.Append(text, _room);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problem = failure.Message;
            return 0;
        }
    }

    private sealed class View(Bundle bundle, string collector) : IBundleFiles
    {
        public bool IsLate { get; init; }

        public int Append(string name, string text)
        {
            if (name != Path.GetFileName(name) || name is "" or "." or ".." || BundleStore.IsOurs(name)) throw new ArgumentException($"'{name}' is no name for a file of a bundle", nameof(name));

            return bundle.Append(collector, name, text, IsLate);
        }
    }
}
