namespace Watchdog.Config.Reading;

/// <summary>The name that was probably meant.</summary>
public static class Nearest
{
    private const int LongestName = 64;

    /// <summary>The candidate with the least edit distance, when it is near: at most a third of the name, and at least one or two letters.</summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName) return null;
        string? nearest = null;
        var least = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestName) continue;
            var distance = Distance(name, candidate);
            if (distance >= least || distance >= candidate.Length) continue;
            least = distance;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary>Levenshtein's, without regard to case, to hyphens and to underscores, with two swapped letters as one edit.</summary>
    private static int Distance(string from, string to)
    {
        from = Plain(from);
        to = Plain(to);
        Span<int> beforeLast = stackalloc int[LongestName + 1];
        Span<int> last = stackalloc int[LongestName + 1];
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= to.Length; j++) last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = from[i - 1] == to[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = Math.Min(row[j],
                    beforeLast[j - 2] + 1);
            }

            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[to.Length];
    }

    private static string Plain(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();
}
