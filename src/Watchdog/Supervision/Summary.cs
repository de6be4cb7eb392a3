using Watchdog.Core;

namespace Watchdog.Supervision;

/// <summary>The state of everything in one line: <c>12 services: 10 healthy, 1 degraded, 1 held (hermes-webui: storm)</c>.</summary>
internal static class Summary
{
    public static string Line(IEnumerable<ServiceLoop> loops)
    {
        var total = 0;
        var healthy = 0;
        var others = new List<string>();
        foreach (var loop in loops)
        {
            total++;
            var state = loop.Keeper.State;
            if (Judge.Of(loop.Keeper.Config.Policy, state) == Verdict.Healthy) healthy++;
            else if (others.Count < 3) others.Add($"{loop.Keeper.Config.Name} {Word(state)}");
        }

        var rest = total - healthy - others.Count;
        var more = rest > 0 ? $" and {rest} more" : "";
        return $"{total} {(total == 1 ? "service" : "services")}, {healthy} healthy{(others.Count > 0 ? "; " + string.Join(", ", others) + more : "")}";
    }

    private static string Word(ServiceState state) =>
        state.Phase == Phase.Holding ? $"held ({state.Hold.ToString().ToLowerInvariant()})" : state.Phase.ToString().ToLowerInvariant();
}
