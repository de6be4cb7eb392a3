namespace Watchdog.Drafting;

/// <summary>Finds the number in an answer that advances with each connection. Pure.</summary>
internal static class CounterSearch
{
    /// <summary>Looks in a row, each over a connection of its own; one more follows after a time without any.</summary>
    public const int Looks = 4;

    /// <summary>Long enough that a clock shows: it is then far ahead of what one look adds.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(1500);

    /// <summary>How near to a clock's pace (1 a second, 1000, …) is one.</summary>
    private const double ClockTolerance = 0.1;

    private static readonly string[] s_counts = ["accept", "connection", "conn", "request", "served", "hits"];
    private static readonly string[] s_notCounts = ["time", "stamp", "second", "date", "uptime", "ms", "bytes", "rss", "memory", "age"];

    /// <param name="row">The numbers of <see cref="Looks"/> answers, one right after the other.</param>
    /// <param name="last">Those of the look that followed after <paramref name="waited"/>.</param>
    /// <param name="waited">Without a look of ours.</param>
    /// <returns>Its pointer, the likeliest where several do; null for none.</returns>
    public static string? Find(IReadOnlyList<IReadOnlyDictionary<string, long>> row, IReadOnlyDictionary<string, long> last, TimeSpan waited)
    {
        if (row.Count < Looks) return null;
        return last.Keys.Where(IsCounter)
            .OrderBy(pointer => Array.FindIndex(s_counts, word => Has(pointer, word)) is >= 0 and var rank ? rank : s_counts.Length)
            .ThenBy(pointer => pointer.Length)
            .ThenBy(pointer => pointer, StringComparer.Ordinal)
            .FirstOrDefault();

        bool IsCounter(string pointer)
        {
            if (!row.All(numbers => numbers.ContainsKey(pointer))) return false;
            var steps = row.Zip(row.Skip(1), (one, next) => next[pointer] - one[pointer]).ToArray();
            if (steps.Any(step => step < 1)) return false;

            // Each look adds the same, and while nobody looks nothing is added.
            var afterWait = last[pointer] - row[^1][pointer];
            if (afterWait == steps[0] && steps.All(step => step == steps[0])) return true;

            // Others ask it too: then its name has to say what it counts, and its pace must be no clock's.
            return afterWait >= 1 && IsNamedSo(pointer) && !IsClock(afterWait, waited);
        }
    }

    private static bool IsNamedSo(string pointer) => s_counts.Any(word => Has(pointer, word)) && !s_notCounts.Any(word => Has(pointer, word));

    private static bool Has(string pointer, string word) => pointer.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsClock(long advanced, TimeSpan waited)
    {
        for (var unit = 1.0; unit <= 1e9; unit *= 1000)
        {
            if (Math.Abs((advanced / (waited.TotalSeconds * unit)) - 1) <= ClockTolerance) return true;
        }

        return false;
    }
}
