namespace Watchdog.Config;

/// <summary>A number in another check's answer: it is read along with that, and costs no look of its own.</summary>
/// <param name="Pointer">JSON pointer of the number.</param>
/// <param name="From">The check whose answer it stands in: <c>liveness</c> or <c>deepHealth</c>.</param>
public sealed record Ride(string Pointer, string From)
{
    /// <summary>Null for what has a probe of its own.</summary>
    public static Ride? Of(CheckTarget target) => target switch
    {
        CounterTarget counter => new Ride(counter.Pointer, counter.From),
        MemoryTarget memory => memory.Ride,
        _ => null,
    };
}
