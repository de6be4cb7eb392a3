using System.Collections.Immutable;

namespace Watchdog.Journal;

/// <summary>
/// The latencies of a run as they stand in its line, short: <c>[31, 5, 20, -3, 1]</c> is 5 looks in bucket 31 of <see cref="LatencyScale"/>, 20 in the next, none
/// in three, and 1 in the one after.
/// </summary>
internal static class Spread
{
    /// <param name="counts">By bucket.</param>
    public static ImmutableArray<int>? Of(ReadOnlySpan<ushort> counts)
    {
        var first = counts.IndexOfAnyExcept((ushort)0);
        if (first < 0) return null;

        var codes = ImmutableArray.CreateBuilder<int>();
        codes.Add(first);
        var empty = 0;
        foreach (var count in counts[first..])
        {
            if (count == 0)
            {
                empty++;
                continue;
            }

            if (empty > 0) codes.Add(-empty);
            codes.Add(count);
            empty = 0;
        }

        return codes.ToImmutable();
    }

    /// <summary>Adds it to the counts of a longer time. What is no bucket is left out: a line may say anything.</summary>
    public static void AddTo(Span<long> counts, ReadOnlySpan<int> codes)
    {
        if (codes.IsEmpty) return;

        long bucket = codes[0];
        foreach (var code in codes[1..])
        {
            if (code <= 0)
            {
                bucket -= code;
                continue;
            }

            if (bucket >= 0 && bucket < counts.Length) counts[(int)bucket] += code;
            bucket++;
        }
    }
}
