using System.Globalization;

namespace Watchdog.Journal;

/// <summary>The journal's folder: one file a day (UTC), <c>2026-11-20.jsonl</c>, and what was set aside of it.</summary>
internal static class JournalFiles
{
    private const string Suffix = ".jsonl";

    public static string Of(string folder, DateOnly day) => Path.Combine(folder, Name(day) + Suffix);

    /// <summary>Where a day's first part goes when the day alone outgrows its share. Sorts before the day's file.</summary>
    public static string EarlierOf(string folder, DateOnly day) => Path.Combine(folder, $"{Name(day)}.earlier{Suffix}");

    /// <summary>All that can be read, oldest first.</summary>
    public static List<string> Readable(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var files = Directory.GetFiles(folder, "*" + Suffix).Where(file => DayOf(file) is not null).ToList();
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The day that a file's name begins with; null when it is no file of ours.</summary>
    public static DateOnly? DayOf(string file)
    {
        var name = Path.GetFileName(file.AsSpan());
        return name.Length > 10 && DateOnly.TryParseExact(name[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    /// <summary>Above what a weekend without us leaves between two files.</summary>
    private const int LongestGap = 3;

    /// <summary>
    /// Deletes days over their age, then the oldest until the rest fits. Never <paramref name="current"/>; and nothing by its age while that lies far after all
    /// others: the clock may be wrong for a moment, and if it is not, the next day's does.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public static int Sweep(string folder, string current, DateOnly oldest, long maxSize)
    {
        var files = new DirectoryInfo(folder).GetFiles()
            .Where(file => DayOf(file.Name) is not null && file.FullName != current)
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var size = files.Sum(file => file.Length) + (File.Exists(current) ? new FileInfo(current).Length : 0);
        var isFarOff = DayOf(current) is { } today && files.All(file => DayOf(file.Name)!.Value.AddDays(LongestGap) < today);
        var deleted = 0;
        foreach (var file in files)
        {
            if ((isFarOff || DayOf(file.Name) >= oldest) && size <= maxSize) continue;
            size -= file.Length;
            file.Delete();
            deleted++;
        }

        return deleted;
    }

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
