using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Drilling;

/// <summary>Looks at the checks of a service side by side, each over a fresh connection and with its own deadline.</summary>
internal sealed class CheckLooks(Looker looker)
{
    private readonly Numbers _numbers = new(ImmutableDictionary<string, Journal.CounterMemory>.Empty);

    /// <summary>Those that have a probe of their own; what rides on their answers is judged along.</summary>
    public ImmutableArray<CheckSlot> All => looker.Slots;

    /// <returns>For each what it says, or what fails of that which rides along.</returns>
    public async Task<Observation[]> AtAsync(IReadOnlyCollection<CheckSlot> slots, string instance)
    {
        var asked = slots.ToArray();
        var answers = await Task.WhenAll(asked.Select(slot => looker.AtCheckAsync(slot, instance, slot.Policy.Timeout, CancellationToken.None).AsTask())).ConfigureAwait(false);
        return [.. answers.Select((answer, i) =>
            _numbers.Ridden(asked[i], answer.Readings, answer.Observation).ToArray().FirstOrDefault(ridden => ridden.Look == Look.Failed) ?? answer.Observation)];
    }

    /// <summary>Until each has passed once, a few times at most.</summary>
    /// <returns>What did not pass; null when all did.</returns>
    public async Task<Observation?> UntilWellAsync(string instance, int times, TimeSpan between, TimeProvider time, CancellationToken cancel)
    {
        for (IReadOnlyCollection<CheckSlot> left = All; ; times--)
        {
            var seen = await AtAsync(left, instance).ConfigureAwait(false);
            var failing = seen.FirstOrDefault(one => one.Look != Look.Passed);
            if (failing is null || times <= 1) return failing;

            left = [.. left.Where((_, i) => seen[i].Look != Look.Passed)];
            await Task.Delay(between, time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary><c>liveness fails: refused: …</c></summary>
    public static string Words(Observation seen) => $"{seen.Check} {(seen.Look == Look.Failed ? "fails" : "could not be looked at")}: {seen.Reason}";

    /// <summary>Who answers in its place; empty when nobody does, or that cannot be seen.</summary>
    public async Task<string> HolderAsync(UnitStatus status)
    {
        foreach (var slot in All.Where(slot => slot.Policy.Diagnosable))
        {
            if (await looker.AroundAsync(slot, status, onlyListener: true, CancellationToken.None).ConfigureAwait(false) is { Listening: Listening.Other } signals) return signals.Holder;
        }

        return "";
    }
}
