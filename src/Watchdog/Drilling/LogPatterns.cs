using System.Collections.Immutable;

namespace Watchdog.Drilling;

/// <summary>What no line of a log may hold. Texts, not expressions, and their case does not count: <c>bind: address already in use</c> is meant as well.</summary>
internal sealed class LogPatterns(IEnumerable<string> more)
{
    /// <summary>Faults that stops and starts bring to light: Python's, asyncio's and aiohttp's own words, the kernel's, Go's, .NET's, the JVM's, systemd's of a core dump.</summary>
    public static readonly ImmutableArray<string> Always =
    [
        "Traceback (most recent call last)", "Fatal Python error", "Task was destroyed but it is pending", "Task exception was never retrieved", "Event loop is closed", "never awaited",
        "Unclosed client session", "Unclosed connector", "shutdown failed", "Address already in use", "Segmentation fault", "panic: ",
        "Unhandled exception", "Exception in thread", "code=dumped",
    ];

    private readonly ImmutableArray<string> _texts = [.. more.Concat(Always).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The first text that the line holds; null for none.</summary>
    public string? Find(string line)
    {
        foreach (var text in _texts)
        {
            if (line.Contains(text, StringComparison.OrdinalIgnoreCase)) return text;
        }

        return null;
    }
}
