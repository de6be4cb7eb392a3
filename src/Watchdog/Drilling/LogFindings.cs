using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Drilling;

/// <summary>What the log of one stop and start says.</summary>
/// <param name="Hits">The first lines that must not be there.</param>
/// <param name="HitCount">How many there are.</param>
/// <param name="StopResult">By what name its manager calls the end of the run before (<c>exit-code</c>, <c>timeout</c>); empty where it ended well, or that is not told.</param>
/// <param name="WasKilled">Its manager says that it had to be killed.</param>
internal sealed record LogFindings(ImmutableArray<LogHit> Hits, int HitCount, string StopResult, bool WasKilled)
{
    private const int MostHits = 5;
    private const int MostOfLine = 200;

    /// <summary>systemd's Result of a run that did not end within TimeoutStopSec.</summary>
    private const string StoppedTooLate = "timeout";

    public static LogFindings None { get; } = new([], 0, "", false);

    public static LogFindings Of(IEnumerable<LogLine> lines, LogPatterns patterns, Secrets secrets)
    {
        var hits = ImmutableArray.CreateBuilder<LogHit>();
        var (count, result, killed) = (0, "", false);
        foreach (var line in lines)
        {
            if (result.Length == 0) result = line.EndResult;
            killed |= line.WasKilled;
            if (patterns.Find(line.Text) is not { } pattern) continue;

            count++;

            // Masked before it is cut: half a secret is one still.
            if (hits.Count < MostHits) hits.Add(new LogHit(pattern, Words.Line(secrets.Hide(line.Text), MostOfLine)));
        }

        return new LogFindings(hits.ToImmutable(), count, result, killed || result == StoppedTooLate);
    }
}
