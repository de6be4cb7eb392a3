using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether our restarts would run into systemd's own limit on starts, and what that sets off.</summary>
internal static class StartLimitCheck
{
    /// <summary>Our back-off is up to a fifth shorter than configured.</summary>
    private const double Jitter = 0.8;

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { } unit) yield break;

        if (unit.Status.EndAction.Length > 0)
            yield return Finding.Broken("unit-end-action", $"{unit.Status.EndAction}: a restart could take the machine down, so it is never restarted by us", unit.Set("Unit", $"{unit.Status.EndAction.Split('=')[0]}=none"));

        var limit = unit.Status.StartLimit;
        if (!limit.Exists || MostStarts(facts.Service.Policy, limit.Within) <= limit.Burst) yield break;

        var within = limit.Within == TimeSpan.MaxValue ? "ever" : $"within {Words.Span(limit.Within)}";
        var starts = MostStarts(facts.Service.Policy, limit.Within);
        var then = limit.HasAction ? "one more sets off its StartLimitAction, so we hold instead" : "one more is refused, and the unit is left dead";
        yield return Finding.Warning(
            "start-limit", $"systemd allows {limit.Burst} starts {within} (StartLimitBurst), our restarts may come to {starts} with the first start: {then}", unit.Set("Unit", $"StartLimitBurst={starts}"));
    }

    /// <summary>The first start and as many restarts of ours as budget and back-off let into the interval.</summary>
    internal static int MostStarts(ServicePolicy policy, TimeSpan within)
    {
        var (starts, at, pause) = (1, TimeSpan.Zero, policy.Backoff.Initial);
        while (starts <= policy.Budget.Restarts && at < within)
        {
            starts++;
            at += pause * Jitter;
            pause = pause * 2 < policy.Backoff.Max ? pause * 2 : policy.Backoff.Max;
        }

        return starts;
    }
}
