using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Logs;

namespace Watchdog.Managers.Containers;

/// <summary>What the engine keeps of a container's output. It outlives a restart, and is dated by the engine's clock, which may not be ours: the mark is the date of its last line.</summary>
/// <param name="config">Which.</param>
/// <param name="time">For deadlines.</param>
/// <param name="program">The engine's; null for its name, by PATH.</param>
internal sealed class ContainerLog(ContainerConfig config, TimeProvider time, string? program = null) : IServiceLog
{
    private const int MostOfTail = 1 << 20;

    private readonly ProcessRunner _runner = new(time);

    public async Task<LogSince> MarkAsync(CancellationToken cancel)
    {
        var ended = await LogsAsync(cancel, "--tail", "1").ConfigureAwait(false);
        if (!ended.Succeeded) return LogRead.Never(Unseen(ended));

        var last = Dated(ended).Select(static line => line.Date).DefaultIfEmpty().Max();
        return token => SinceAsync(last, token);
    }

    public async Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel)
    {
        string[] which = since is { } from ? ["--since", from.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)] : [];
        var limits = new RunLimits(Patience.Look) { MaxOutput = MostOfTail, KeepsEnd = true };
        var ended = await LogsAsync(limits, ["--tail", most.ToString(CultureInfo.InvariantCulture), .. which], cancel).ConfigureAwait(false);
        if (!ended.Succeeded) return new LogRead([], Unseen(ended));

        var isLong = Math.Max(ended.Output.Length, ended.Error.Length) >= MostOfTail;
        return new LogRead(
            [.. Dated(ended).OrderBy(static line => line.Date.At).Select(static line => new LogLine(line.Text) { At = line.Date.At })],
            isLong ? new("log-long", $"only the last {MostOfTail >> 10} KiB of the last {most} lines were read") : default);
    }

    private async Task<LogRead> SinceAsync(Date last, CancellationToken cancel)
    {
        // What bears the mark's own date comes along.
        var ended = await LogsAsync(cancel, last.Text is { } since ? ["--since", since] : []).ConfigureAwait(false);
        if (!ended.Succeeded) return new LogRead([], Unseen(ended));

        // The two streams come apart.
        var lines = Dated(ended).Where(line => line.Date.At > last.At).OrderBy(static line => line.Date.At).Select(static line => new LogLine(line.Text));
        var isLong = Math.Max(ended.Output.Length, ended.Error.Length) >= ProcessRunner.MaxOutput;
        return new LogRead([.. lines], isLong ? new("log-long", $"only the first {ProcessRunner.MaxOutput >> 10} KiB of its log since a stop were searched") : default);
    }

    /// <summary>Those of the container; the program's own words have no date.</summary>
    private static IEnumerable<(Date Date, string Text)> Dated(ProcessResult ended)
    {
        foreach (var line in $"{ended.Output}\n{ended.Error}".Split('\n'))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var stamp = blank < 0 ? line.TrimEnd('\r') : line[..blank];
            if (stamp.Length >= "2014-09-16T06:17:46Z".Length && DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                yield return (new Date(at, stamp), blank < 0 ? "" : LogText.Bare(line[(blank + 1)..].TrimEnd('\r')));
        }
    }

    private Task<ProcessResult> LogsAsync(CancellationToken cancel, params string[] which) => LogsAsync(new RunLimits(Patience.Look), which, cancel);

    private Task<ProcessResult> LogsAsync(RunLimits limits, string[] which, CancellationToken cancel) =>
        _runner.RunAsync(program ?? config.Key, ["logs", "--timestamps", .. which, config.Container], limits, cancel);

    private Reason Unseen(ProcessResult ended) => new("log-unseen", $"{ContainerAnswer.Of(ended, config.Key, "logs", config.Container).Reason.Sentence}; so no line of its log was searched");

    /// <param name="At">Never, where there is no line.</param>
    /// <param name="Text">To the nanosecond, as the engine writes it.</param>
    private readonly record struct Date(DateTimeOffset At, string? Text) : IComparable<Date>
    {
        public int CompareTo(Date other) => At.CompareTo(other.At);
    }
}
