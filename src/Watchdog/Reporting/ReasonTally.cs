using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Reporting;

/// <summary>Counts reasons by their code; there are a few dozen codes.</summary>
internal sealed class ReasonTally
{
    /// <summary>What a journal of ours never comes near.</summary>
    private const int Most = 64;

    private readonly Dictionary<string, ReasonCount> _counts = [];

    public void Said(Reason reason, DateTimeOffset at)
    {
        var code = reason.Code ?? "";
        if (_counts.TryGetValue(code, out var count)) _counts[code] = count with { Count = count.Count + 1, Last = at, Sentence = reason.Sentence ?? "" };
        else if (_counts.Count < Most) _counts[code] = new ReasonCount(code, 1, null, at, reason.Sentence ?? "");
    }

    public void Lasted(string code, DateTimeOffset from, DateTimeOffset to)
    {
        if (_counts.TryGetValue(code, out var count)) _counts[code] = count with { Lasted = (count.Lasted ?? TimeSpan.Zero) + (to - from), Ended = to };
    }

    public ImmutableArray<ReasonCount> Tell() => [.. _counts.Values.OrderByDescending(one => one.Lasted).ThenByDescending(one => one.Count).ThenBy(one => one.Code, StringComparer.Ordinal)];
}
