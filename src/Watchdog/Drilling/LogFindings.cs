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
    private const int LongestTraceback = 200;

    /// <summary>systemd's Result of a run that did not end within TimeoutStopSec.</summary>
    private const string StoppedTooLate = "timeout";

    /// <param name="lines">Of one stop and start.</param>
    /// <param name="ended">The run before, whose end is told.</param>
    /// <param name="patterns">What must not be there.</param>
    /// <param name="secrets">What is not repeated.</param>
    public static LogFindings Of(ImmutableArray<LogLine> lines, string ended, LogPatterns patterns, Secrets secrets)
    {
        var hits = ImmutableArray.CreateBuilder<LogHit>();
        var (count, result, killed) = (0, "", false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.ByManager && line.Instance == ended)
            {
                if (result.Length == 0) result = line.EndResult;
                killed |= line.WasKilled;
            }

            if (patterns.Find(line.Text) is not { } pattern) continue;

            count++;

            // Masked before it is cut: half a secret is one still.
            if (hits.Count < MostHits) hits.Add(new LogHit(pattern, Words.Line(secrets.Hide(line.Text + Exception(lines, i, pattern)), MostOfLine)));
        }

        return new LogFindings(hits.ToImmutable(), count, result, killed || result == StoppedTooLate);
    }

    /// <summary>What a traceback is about stands at its end: the first line that is not indented. Empty for other hits, and where it is not there.</summary>
    private static string Exception(ImmutableArray<LogLine> lines, int at, string pattern)
    {
        if (!pattern.StartsWith("Traceback", StringComparison.Ordinal)) return "";

        var end = lines.Skip(at + 1).Take(LongestTraceback).FirstOrDefault(line => line.Text.Length > 0 && !line.ByManager && !char.IsWhiteSpace(line.Text[0]));
        return end.Text is { } text ? $" {text}" : "";
    }
}
