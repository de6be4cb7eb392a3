using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Managers;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>
/// The numbers of one service's checks: those that ride along with another check's answer, and the way that those with a limit take. They stand beside
/// the state: a look that says nothing new leaves that as it is, and is not journaled.
/// </summary>
internal sealed class Numbers(IReadOnlyDictionary<string, CounterMemory> counters)
{
    private readonly Dictionary<string, TrendWindow> _windows = [];
    private ImmutableDictionary<string, CounterMemory> _counters = counters.ToImmutableDictionary();     // the last look peeks at it from off the loop

    /// <summary>The last reading of each counter, by check: a one-shot run compares with that of the run before.</summary>
    public IReadOnlyDictionary<string, CounterMemory> Counters => _counters;

    /// <summary>
    /// What the numbers that rode along with an answer say. An answer that failed tells nothing of one that does not stand in it; one that passed
    /// without it could not be looked at.
    /// </summary>
    public IEnumerable<Observation> Ridden(CheckSlot slot, ImmutableArray<NumberReading> readings, Observation host)
    {
        for (var i = 0; i < slot.Riders.Length && i < readings.Length; i++)
        {
            var rider = slot.Riders[i];
            var seen = Rider(rider, readings[i], host.Instance) ?? (readings[i].Value is null && host.Look == Look.Passed
                ? Observation.CouldNotLook(rider.Policy.Name, readings[i].Problem.Code, readings[i].Problem.Sentence)
                : null);
            if (rider.Target is CounterTarget && readings[i].Value is { } value) _counters = _counters.SetItem(rider.Policy.Name, new CounterMemory(value, host.Instance));
            if (seen is not null) yield return seen with { Instance = host.Instance };
        }
    }

    /// <summary>What the last look says of a cause that rides on the answer. Remembers nothing: the next regular look must not seem flat or new by it.</summary>
    public Observation? Peek(string cause, CheckSlot slot, ProbeAnswer answer)
    {
        for (var i = 0; i < slot.Riders.Length && i < answer.Readings.Length; i++)
        {
            var rider = slot.Riders[i];
            if (rider.Policy.Name != cause) continue;
            if (answer.Readings[i].Value is not null) return Rider(rider, answer.Readings[i], answer.Observation.Instance);

            // No answer at all is no better where its accept loop stands still; of its memory it says nothing.
            return rider.Target is CounterTarget && answer.Observation.Look == Look.Failed ? answer.Observation with { Check = cause } : null;
        }

        return null;
    }

    /// <summary>Takes a number in.</summary>
    /// <param name="seen">Of the present instance.</param>
    /// <param name="stands">Whether a steady climb has been told.</param>
    /// <param name="now">When.</param>
    /// <returns>What has changed about that; null where nothing has.</returns>
    public TrendSeen? Climb(Observation seen, bool stands, Moment now)
    {
        if (seen is not { Number: { } number, Limit: { } limit }) return null;
        if (!_windows.TryGetValue(seen.Check, out var window)) _windows[seen.Check] = window = new TrendWindow();
        if (!window.Add(seen.Instance, now.Uptime, number)) return null;

        var trend = window.Judge(limit, stands);
        return trend is null == stands ? new TrendSeen(seen.Check, trend?.Sentence) : null;
    }

    private Observation? Rider(CheckConfig rider, NumberReading reading, string instance)
    {
        if (reading.Value is not { } value) return null;
        if (rider.Target is MemoryTarget memory) return MemoryProbe.Judge(rider.Policy, memory, Bytes(value), MachineMemory.Total);

        var before = _counters.GetValueOrDefault(rider.Policy.Name);
        return CounterRule.Compare(rider.Policy.Name, before?.Value, before?.Instance ?? "", value, instance);
    }

    private static MemoryLook Bytes(double value) => value is >= 0 and < long.MaxValue
        ? new MemoryLook((long)value, null, default)
        : new MemoryLook(null, null, new Reason(ProbeCodes.NotANumber, "what stands at its pointer is no number of bytes"));
}
