using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>What is proposed for the memory, and by what. Pure.</summary>
/// <param name="Max">As in the configuration; null where there is no room for a limit.</param>
/// <param name="Seen">What was measured.</param>
internal sealed record MemoryLine(string? Max, string Seen)
{
    public static MemoryLine Of(long highest, Measured measured, long machine)
    {
        var seen = $"It used {Words.Size(highest)} at most in {Words.Span(measured.For)}.";
        var limit = measured.MemoryLimit is { } own && own < machine ? own : machine;
        return new MemoryLine(Limits.Memory(highest, limit), measured.MemoryLimit == limit ? $"{seen} Its own limit is {Words.Size(limit)}." : seen);
    }
}
