using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What follows for a number that stands in another check's answer: that check, and its times.</summary>
internal static class RideRules
{
    private static readonly string[] s_unused = ["interval", "timeout"];

    public static ServiceConfig Complete(ServiceConfig service, Node node, Findings findings)
    {
        foreach (var check in service.Checks)
        {
            if (Ride.Of(check.Target) is not { } ride || node.Find(check.Policy.Name) is not { } place) continue;
            if (check.Target is MemoryTarget memory) CheckMemory(memory, ride, place, findings);
            service = Complete(service, check, ride, place, findings);
        }

        return service;
    }

    /// <summary>Two sources are one too many, and a percentage is of what systemd or the machine say.</summary>
    private static void CheckMemory(MemoryTarget memory, Ride ride, Node place, Findings findings)
    {
        if (ride.Pointer.Length == 0)
        {
            if (place.Find("pointer") is null) findings.Error(place.Find("from") ?? place, "this says where \"pointer\" points into, and there is none; add it, or take this out");
            return;
        }

        if (place.Find("source") is { } source) findings.Error(source, "\"pointer\" is a source of its own; take one of the two out");
        if (memory.MaxPercent is not null) findings.Error(place.Find("max") ?? place, "with \"pointer\", max is a size such as \"2000M\": the answer does not say what a percentage would be of");
    }

    private static ServiceConfig Complete(ServiceConfig service, CheckConfig check, Ride ride, Node place, Findings findings)
    {
        var from = ride.From.Length > 0 ? ride.From : service.Find(CheckDefaults.Liveness) is { Target: HttpTarget }
            ? CheckDefaults.Liveness : CheckDefaults.DeepHealth;
        if (service.Find(from) is not { Target: HttpTarget } source)
        {
            var wrong = ride.From.Length > 0 ? $"there is no \"{from}\" with a \"url\""
                : "there is neither a \"liveness\" nor a \"deepHealth\" with a \"url\"";
            var number = check.Target is CounterTarget ? "the counter" : "the number";
            findings.Error(place.Find("from") ?? place, $"{wrong} in whose answer {number} could stand; add one");
            return service;
        }

        foreach (var unused in s_unused)
        {
            if (place.Find(unused) is { } useless) findings.Warn(useless,
                $"this has no effect: the {(check.Target is CounterTarget ? "counter" : "number")} is read with every answer of {from}; set {from}.{unused}");
        }

        var policy = check.Policy with { Interval = source.Policy.Interval, Timeout = source.Policy.Timeout };
        return service with { Checks = service.Checks.Replace(check, new CheckConfig(policy, At(check.Target, ride with { From = from }))) };
    }

    private static CheckTarget At(CheckTarget target, Ride ride) => target switch
    {
        CounterTarget counter => counter with { From = ride.From },
        MemoryTarget memory => memory with { Ride = ride },
        _ => target,
    };
}
