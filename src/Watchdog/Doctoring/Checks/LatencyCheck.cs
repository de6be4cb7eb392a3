using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether a check's timeout leaves room above what an answer takes (a lock that is given up after 5 s, and a probe that gives up at 5 s).</summary>
internal static class LatencyCheck
{
    /// <summary>An answer that takes more of the timeout than this while all is well is late under load.</summary>
    private const double Most = 0.7;

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var place in facts.Places)
        {
            var timeout = place.Check.Policy.Timeout;
            if (place.Slowest is not { } slowest || slowest <= timeout * Most) continue;

            var remedy = $"set \"timeout\": \"{Durations.Format(TimeSpan.FromSeconds(Math.Ceiling(slowest.TotalSeconds * 2)))}\" for {place.Check.Policy.Name} of {facts.Service.Name}";
            yield return slowest > timeout
                ? Finding.Broken("timeout-too-short", $"{place.Name(facts.Service.Secrets)} takes {Words.Span(slowest)} to answer, and is given up at {Words.Span(timeout)}: a service that is well would be restarted", remedy)
                : Finding.Warning("timeout-close", $"{place.Name(facts.Service.Secrets)} takes {Words.Span(slowest)} to answer, close to its timeout of {Words.Span(timeout)}: under load it would be late", remedy);
        }
    }
}
