using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>
/// What processes were started as, for people to read. <c>/proc/PID/cmdline</c> takes the process's memory lock, and can block for ever when that process is
/// stuck. One for all services.
/// </summary>
/// <param name="proc">Where proc is mounted.</param>
/// <param name="time">For the deadline of a read.</param>
internal sealed class CommandLines(string proc, TimeProvider time)
{
    /// <summary>Of the line that is given out.</summary>
    public const int Most = 200;

    /// <summary>What is masked before the line is cut: enough for the first 200 characters, and for a secret among them to be whole.</summary>
    private const int MostRead = 4096;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    private readonly Expendable _reader = new("cmdline", time);

    /// <summary>One line of 200 characters at most, what looks like a secret replaced by <c>***</c>. Takes half a second at most.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="secrets">Those of the configuration, which are kept out as well.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    /// <returns>Null when the process is gone, is the kernel's own, or does not tell in time.</returns>
    public async ValueTask<string?> OfAsync(int pid, Secrets secrets, CancellationToken cancel) =>
        Line(await _reader.AskAsync(() => SmallFile.Read($"{proc}/{pid}/cmdline"), Deadline, cancel).ConfigureAwait(false), secrets, Most);

    /// <param name="read">The file, as it was read; null where it could not be.</param>
    /// <param name="secrets">As above.</param>
    /// <param name="most">Characters, at most 1,000: what is masked before the line is cut has to be more.</param>
    /// <returns>Null for none.</returns>
    public static string? Line(string? read, Secrets secrets, int most)
    {
        if (read is not { Length: > 0 } text) return null;

        var arguments = text[..Math.Min(text.Length, MostRead)].TrimEnd('\0').Split('\0');
        return Words.Line(secrets.Hide(ArgumentMask.Line(arguments)), most) is { Length: > 0 } line ? line : null;
    }
}
