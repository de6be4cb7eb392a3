using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.Probes;

/// <summary>Compares the unit's memory with its limit.</summary>
/// <param name="machineMemory">The machine's memory in bytes: what a percentage is of when the unit has no limit.</param>
internal sealed class MemoryProbe(CheckPolicy policy, MemoryTarget target, IManagedUnit unit, Func<long> machineMemory, TimeProvider time) : IProbe
{
    public async ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = new Deadline(timeout, time, cancel);
        Observation seen;
        try
        {
            seen = Judge(policy, target, await unit.ReadMemoryAsync(target.Source, deadline.Token).AsTask().WaitAsync(deadline.Token), machineMemory);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            seen = Unreadable(policy, $"the manager did not tell the memory in {Words.Span(deadline.Timeout)}");
        }
        catch (Exception e)
        {
            seen = Fault.Ours(e).ToObservation(policy.Name, default, default);
        }

        deadline.ThrowIfShutdown();
        return new ProbeAnswer(seen with { Took = deadline.Elapsed });
    }

    /// <summary>Whoever told the bytes.</summary>
    public static Observation Judge(CheckPolicy policy, MemoryTarget target, MemoryLook look, Func<long> machineMemory)
    {
        if (look.Bytes is not { } bytes)
            return look.Unseen.Code is { Length: > 0 } code ? Observation.CouldNotLook(policy.Name, code, look.Unseen.Sentence) : Unreadable(policy, "the memory cannot be read");

        var limit = target.MaxBytes ?? (long)((look.Limit ?? machineMemory()) * (target.MaxPercent ?? 100) / 100);
        if (bytes <= limit)
            return Observation.Pass(policy.Name) with { Number = bytes, Limit = limit };

        var of = target.MaxBytes is not null ? "" : $" ({target.MaxPercent:0.#} % of {(look.Limit is null ? "the machine's memory" : "the unit's own limit")})";
        return Observation.Fail(policy.Name, ProbeCodes.MemoryOverLimit, $"{Words.Size(bytes)} of {Words.Size(limit)}{of}") with { Number = bytes, Limit = limit };
    }

    private static Observation Unreadable(CheckPolicy policy, string sentence) => Observation.CouldNotLook(policy.Name, ProbeCodes.MemoryUnreadable, sentence);
}
