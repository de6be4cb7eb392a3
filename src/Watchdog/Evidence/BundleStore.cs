using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchdog.Config;
using Watchdog.Journal;

namespace Watchdog.Evidence;

/// <summary>
/// The bundles, a folder each, of which the newest are kept. The index is written last and whole: a bundle without one was being written when we ended, and
/// is readable all the same. One writer at a time (<see cref="StateLock"/>).
/// </summary>
internal sealed partial class BundleStore(string root)
{
    /// <summary>For a person to read first.</summary>
    public const string Summary = "summary.md";

    /// <summary>For a machine.</summary>
    public const string Index = "incident.json";

    /// <summary>There while the bundle is written, and says what it is about.</summary>
    public const string Unfinished = "unfinished.md";

    /// <summary>Where less is left on the disk, older bundles make room: the ledger needs it more.</summary>
    private const long LeastFree = 16L << 20;

    /// <summary>A disk with less room than this takes no bundle.</summary>
    private const long LeastRoom = 64L << 10;

    /// <summary>Bundles of one incident.</summary>
    private const int MostOfOne = 100;

    private static readonly BundleJson s_readable = new(new JsonSerializerOptions(BundleJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Func<BundleIndex, BundleIndex>>> _notes = new(StringComparer.Ordinal);
    private readonly Lock _indexing = new(), _naming = new();

    public string Root => root;

    /// <summary>Whether a name is of a file that no collector may write.</summary>
    public static bool IsOurs(string name) => name is Summary or Index or Unfinished || name.EndsWith(".tmp", StringComparison.Ordinal);

    public string FolderOf(string id) => Path.Combine(root, id);

    /// <summary>Makes the folder of a new bundle.</summary>
    /// <param name="incident">Its id; where the incident has one already, with a number.</param>
    /// <param name="limits">How large it may become.</param>
    /// <param name="secrets">What never stands in it.</param>
    /// <param name="about">What it is about, in Markdown: all that is known should we end before its index.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public Bundle Begin(string incident, EvidenceConfig limits, Secrets secrets, string about)
    {
        Directory.CreateDirectory(root, AtomicFile.FolderMode);
        var id = Reserve(incident);     // before the oldest go: its number is not free again
        try
        {
            Sweep(limits);
            var room = Math.Min(limits.MaxSize, Free() / 2);        // the other half is for whoever else writes here meanwhile
            if (room < LeastRoom) throw new IOException($"the disk of {root} is full");

            var folder = FolderOf(id);
            Directory.CreateDirectory(folder, AtomicFile.FolderMode);
            using var file = new FileStream(Path.Combine(folder, Unfinished), AtomicFile.New);
            file.Write(Encoding.UTF8.GetBytes(new LineRedactor(secrets).Hide(about)));
            return new Bundle(folder, room, secrets);
        }
        catch
        {
            Drop(id);
            throw;
        }
    }

    /// <summary>Writes the index: the bundle is whole.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Finish(Bundle bundle, BundleIndex index, EvidenceConfig limits)
    {
        lock (_indexing)
        {
            if (_notes.Remove(bundle.Id, out var notes)) index = notes.Aggregate(index, static (noted, note) => note(noted));
            Write(bundle.Folder, index);
        }

        File.Delete(Path.Combine(bundle.Folder, Unfinished));
        Sweep(limits);
        Leave(bundle);
    }

    /// <summary>Gives its room back.</summary>
    public void Drop(Bundle bundle) => Drop(bundle.Id);

    /// <summary>Nobody writes to it any more; what is there is kept.</summary>
    public void Leave(Bundle bundle) => Leave(bundle.Id);

    /// <summary>Tells in the indexes of an incident's bundles what has happened since; one that is still being written gets it with its index.</summary>
    public void Note(string incident, Func<BundleIndex, BundleIndex> change) => Note([.. OfIncident(incident).Select(one => one.Folder)], change);

    /// <summary>The same in its own index alone.</summary>
    public void Note(Bundle bundle, Func<BundleIndex, BundleIndex> change) => NoteOne(bundle.Id, change);

    /// <inheritdoc cref="Note(Bundle, Func{BundleIndex, BundleIndex})"/>
    public void NoteOne(string id, Func<BundleIndex, BundleIndex> change) => Note([FolderOf(id)], change);

    private void Note(string[] folders, Func<BundleIndex, BundleIndex> change)
    {
        lock (_indexing)
        {
            foreach (var folder in folders)
            {
                var bundle = Path.GetFileName(folder);
                if (Read(folder) is { } index) Write(folder, change(index));
                else if (!_open.ContainsKey(bundle)) continue;
                else if (_notes.TryGetValue(bundle, out var notes)) notes.Add(change);
                else _notes[bundle] = [change];
            }
        }
    }

    /// <summary>The index of a bundle; null where it has none, or none that can be read.</summary>
    public static BundleIndex? Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, Index));
            return file.Exists && file.Length < 1 << 20 ? JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), s_readable.BundleIndex) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>All of them, the newest first. What else lies there is not ours.</summary>
    public IReadOnlyList<StoredBundle> List()
    {
        try
        {
            if (!Directory.Exists(root)) return [];

            return [.. new DirectoryInfo(root).EnumerateDirectories().Where(static folder => OurName().IsMatch(folder.Name)).Select(Stored).OrderByDescending(one => one.At).ThenByDescending(one => one.Id, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];      // the sweep was faster
        }
    }

    /// <summary>Removes what is beyond the quota, the oldest first; never one that is being written.</summary>
    private void Sweep(EvidenceConfig limits)
    {
        var (count, bytes) = (0, 0L);
        var free = Free();
        var kept = new List<StoredBundle>();
        foreach (var bundle in List())
        {
            (count, bytes) = (count + 1, bytes + bundle.Bytes);
            if (_open.ContainsKey(bundle.Id)) continue;
            if (count > limits.KeepBundles || bytes > limits.Keep)
            {
                Delete(bundle.Folder);
                free += bundle.Bytes;
            }
            else
            {
                kept.Add(bundle);
            }
        }

        for (var i = kept.Count - 1; i > 0 && free < LeastFree; i--)
        {
            Delete(kept[i].Folder);
            free += kept[i].Bytes;
        }
    }

    /// <summary>The folder keeps the time of its bundle, whenever more is told of it: that is its age.</summary>
    private static void Write(string folder, BundleIndex index)
    {
        AtomicFile.Replace(Path.Combine(folder, Summary), Encoding.UTF8.GetBytes(SummaryText.Of(index)));
        AtomicFile.Replace(Path.Combine(folder, Index), JsonSerializer.SerializeToUtf8Bytes(index, s_readable.BundleIndex));
        Directory.SetLastWriteTimeUtc(folder, index.At.UtcDateTime);
    }

    /// <summary>
    /// An id that is nobody else's from here on, though its folder is made only once the sweep has made room for it: two that begin at once must not share one.
    /// No number is given twice while a later one stands: an id that somebody was told of never becomes another bundle's.
    /// </summary>
    private string Reserve(string incident)
    {
        lock (_naming)
        {
            var begun = _open.Keys.Select(id => NumberOf(id, incident)).OfType<int>();
            var last = OfIncident(incident).Select(one => one.Number).Concat(begun).DefaultIfEmpty(0).Max();
            if (last >= MostOfOne) throw new IOException($"incident {incident} has {last} bundles already");

            var id = last == 0 ? incident : string.Create(CultureInfo.InvariantCulture, $"{incident}-{last + 1}");
            _open[id] = true;
            return id;
        }
    }

    private void Drop(string id)
    {
        Leave(id);
        Delete(FolderOf(id));
    }

    private void Leave(string id)
    {
        _open.TryRemove(id, out _);
        lock (_indexing) _notes.Remove(id);
    }

    private IEnumerable<(string Folder, int Number)> OfIncident(string incident)
    {
        foreach (var folder in Directory.EnumerateDirectories(root, $"{incident}*"))
        {
            if (NumberOf(Path.GetFileName(folder), incident) is { } number) yield return (folder, number);
        }
    }

    /// <summary>Which of the incident's bundles it is; null where it is another's.</summary>
    private static int? NumberOf(string id, string incident)
    {
        if (!id.StartsWith(incident, StringComparison.Ordinal)) return null;

        var rest = id.AsSpan(incident.Length);
        if (rest.IsEmpty) return 1;
        return rest[0] == '-' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private long Free() => new DriveInfo(root).AvailableFreeSpace;

    private static StoredBundle Stored(DirectoryInfo folder) => new(folder.Name, folder.FullName, folder.LastWriteTimeUtc, BytesOf(folder));

    private static long BytesOf(DirectoryInfo folder)
    {
        try
        {
            return folder.EnumerateFiles().Sum(static file => file.Length + 4096);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;       // somebody else's copy, or just removed: no reason to keep no evidence
        }
    }

    /// <summary>The id of an incident, and a number from the second bundle on.</summary>
    [GeneratedRegex("^[0-9]{8}-[0-9]{6}-[0-9a-f]{4,8}(-[0-9]{1,3})?$")]
    private static partial Regex OurName();

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is met again by the next sweep.
        }
    }
}

/// <param name="Id">Its name.</param>
/// <param name="Folder">Its path.</param>
/// <param name="At">When it was begun; of one without an index, when it was last written to.</param>
/// <param name="Bytes">What it takes on the disk, about.</param>
internal sealed record StoredBundle(string Id, string Folder, DateTime At, long Bytes);
