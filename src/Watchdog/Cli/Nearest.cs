namespace Watchdog.Cli;

/// <summary>The nearest right word for a misspelt one.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the least edits from <paramref name="word"/>, or null when none is near: more than a third of the letters, or more than three, differ.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Clamp(word.Length / 3, 1, 3);
        return candidates
            .Select(candidate => (candidate, Edits: Edits(word, candidate)))
            .Where(found => found.Edits <= limit)
            .OrderBy(found => found.Edits)
            .ThenBy(found => found.candidate, StringComparer.Ordinal)
            .Select(found => found.candidate)
            .FirstOrDefault();
    }

    // Optimal string alignment: an insertion, a deletion, a substitution and a swap of neighbours cost one each.
    private static int Edits(string from, string to)
    {
        // A word nobody would type: not worth its square.
        if (Math.Abs(from.Length - to.Length) > 3)
            return int.MaxValue;

        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            cost[0, j] = j;

        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var same = from[i - 1] == to[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[from.Length, to.Length];
    }
}
