using System.Globalization;

namespace Watchdog.Core;

/// <summary>An accept-loop counter must advance when probes arrive: each fresh connection passes through <c>accept()</c>.</summary>
public static class CounterRule
{
    internal const string Flat = "counter-flat";
    internal const string SeveralWorkers = "several-workers";

    /// <summary>Compares two readings, the later one from an answer to a fresh connection.</summary>
    /// <param name="check">The check's name.</param>
    /// <param name="before">The reading before, null for none.</param>
    /// <param name="instanceBefore">The instance that it came from.</param>
    /// <param name="value">This reading.</param>
    /// <param name="instance">The instance that this one comes from.</param>
    /// <returns>Null where there is nothing to compare with: a first reading, or a new instance that starts anew.</returns>
    public static Observation? Compare(string check, double? before, string instanceBefore, double value, string instance)
    {
        if (before is not { } last || instanceBefore != instance) return null;
        if (value > last) return Observation.Pass(check) with { Number = value };

        var figure = value.ToString("R", CultureInfo.InvariantCulture);
        if (value < last)
        {
            // Several workers, each with its own counter, answer in turn: their numbers say nothing.
            return Observation.CouldNotLook(check, "counter-went-back", $"the counter fell to {figure} within one instance: several workers answer in turn") with { Number = value };
        }

        return Observation.Fail(check, Flat, $"the counter stands at {figure} although a fresh connection was just answered") with { Number = value };
    }

    /// <summary>What a reading says where several processes hold the listener, each with a counter of its own.</summary>
    internal static Observation OfWorkers(Observation seen) => Observation.CouldNotLook(
        seen.Check, SeveralWorkers, "several processes of it answer in turn, each with a counter of its own; leave acceptLoop out, or serve with one process") with
    {
        Instance = seen.Instance,
        Took = seen.Took,
    };
}
