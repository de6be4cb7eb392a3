using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>What the restarts of a drill come to: each reason to fail it, and what is worth a note. Pure.</summary>
internal sealed record DrillVerdict(ImmutableArray<Reason> Reasons, ImmutableArray<string> Notes)
{
    /// <summary>Fewer may come and go, whatever they are.</summary>
    private const long LeastDescriptors = 3;

    private const int MostOfAKind = 10;

    /// <summary>What a run holds right after a start varies by less.</summary>
    private const long LeastMemory = 16L << 20;

    /// <param name="rounds">As they were made.</param>
    /// <param name="plan">What was asked for.</param>
    public static DrillVerdict Of(IReadOnlyList<DrillRound> rounds, DrillPlan plan)
    {
        var reasons = Together(rounds.SelectMany(round => OfRound(round).Select(one => (round.Number, one.Code, one.Sentence)))).ToList();
        if (Within(rounds) is { } leak) reasons.Add(leak);
        if (AcrossDescriptors(rounds) is { } climb) reasons.Add(climb);
        if (AcrossMemory(rounds) is { } memory) reasons.Add(memory);
        if (Unsearched(rounds) is { } unsearched && !plan.FailOn.IsEmpty) reasons.Add(new("log-unseen", $"what --fail-on names could not be looked for: {unsearched}"));
        return new DrillVerdict([.. reasons], [.. Noted(rounds, plan)]);
    }

    /// <summary>What each of many restarts says is said once, and of one kind not more than a person reads; the restarts themselves have all.</summary>
    private static IEnumerable<Reason> Together(IEnumerable<(int Number, string Code, string Sentence)> all)
    {
        foreach (var kind in all.GroupBy(one => (one.Code, one.Sentence), one => one.Number).GroupBy(one => one.Key.Code))
        {
            foreach (var one in kind.Take(MostOfAKind)) yield return new(one.Key.Code, $"{Which([.. one])}: {one.Key.Sentence}");
            if (kind.Count() > MostOfAKind) yield return new(kind.Key, $"and {kind.Count() - MostOfAKind} more of this kind");
        }
    }

    private static string Which(int[] numbers) => numbers.Length switch
    {
        1 => $"restart {numbers[0]}",
        <= 5 => $"restarts {string.Join(", ", numbers)}",
        _ => $"{numbers.Length} restarts, {numbers[0]} the first",
    };

    private static IEnumerable<(string Code, string Sentence)> OfRound(DrillRound round)
    {
        if (round.Failure is { } failure) yield return (failure.Code, failure.Sentence);
        if (round.Killed) yield return ("killed", "it did not end in the time that it is given and had to be killed");
        if (round.FailedLooks > 0) yield return ("unsteady", $"{round.FailedLooks} of {round.Looks} looks failed after its checks had passed: {round.LookProblem}");
        foreach (var left in round.LeftBehind) yield return ("left-behind", $"of the run before there is still {left}");
        if (round.Holder.Length > 0) yield return ("foreign-listener", $"another process answers in its place: {round.Holder}");
        foreach (var hit in round.Hits) yield return ("log", hit.Line.Contains(hit.Pattern, StringComparison.OrdinalIgnoreCase) ? $"its log says: {hit.Line}" : $"its log says, with \"{hit.Pattern}\": {hit.Line}");
        if (round.HitCount > round.Hits.Length) yield return ("log", $"{round.HitCount - round.Hits.Length} more such lines");
    }

    /// <summary>In more than half of the runs: a runtime may open things now and then.</summary>
    private static Reason? Within(IReadOnlyList<DrillRound> rounds)
    {
        var counted = rounds.Where(round => !round.Descriptors.IsEmpty).ToArray();
        var leaking = counted.Where(round => round.Leaks).ToArray();
        if (leaking.Length == 0 || leaking.Length * 2 <= counted.Length) return null;

        var (one, which) = (leaking[0].Descriptors, leaking[0].Number);
        return new(
            "descriptors-leak",
            $"its open descriptors grow while it is asked: {one[0]} to {one[^1]} in {one.Length} looks after restart {which}, and so in {leaking.Length} of {counted.Length} runs");
    }

    private static Reason? AcrossDescriptors(IReadOnlyList<DrillRound> rounds)
    {
        long[] firsts = [.. rounds.Where(round => !round.Descriptors.IsEmpty).Select(round => round.Descriptors[0])];
        return LeakRule.Climbs(firsts, LeastDescriptors)
            ? new("descriptors-climb", $"it has more descriptors open after each start than after the one before: {firsts[0]} to {firsts[^1]}")
            : null;
    }

    private static Reason? AcrossMemory(IReadOnlyList<DrillRound> rounds)
    {
        long[] starts = [.. rounds.Select(round => round.MemoryAtStart).OfType<long>()];
        return LeakRule.Climbs(starts, LeastMemory)
            ? new("memory-climbs", $"it takes more memory after each start than after the one before: {Words.Size(starts[0])} to {Words.Size(starts[^1])}")
            : null;
    }

    private static string? Unsearched(IReadOnlyList<DrillRound> rounds) => rounds.Select(round => round.LogUnseen).FirstOrDefault(why => why is not null)?.Sentence;

    private static IEnumerable<string> Noted(IReadOnlyList<DrillRound> rounds, DrillPlan plan)
    {
        if (rounds.Where(round => round.StopResult.Length > 0 && !round.Killed).ToArray() is { Length: > 0 } bad)
        {
            yield return $"{Words.Times(bad.Length)} its run ended with {string.Join(", ", bad.Select(round => round.StopResult).Distinct())} when it was asked to stop";
        }

        if (plan.FailOn.IsEmpty && Unsearched(rounds) is { } unsearched) yield return unsearched;
        if (rounds.Count > 0 && rounds.All(round => round.Descriptors.IsEmpty && round.Failure is null)) yield return "its open descriptors could not be counted: run this as root, or as its user";
    }
}
