using System.Globalization;
using System.Text;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>
/// The last looks of one slot that failed, and the last that passed. While all is well nothing is kept but three numbers, and nothing is allocated. Looks write,
/// evidence reads, from any thread.
/// </summary>
internal sealed class Transcripts
{
    /// <summary>Failed looks that are kept.</summary>
    public const int Most = 5;

    /// <summary>After this long well, what failed before explains nothing any more.</summary>
    private static readonly TimeSpan s_forget = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Queue<Transcript>? _failed;
    private long _failedAt;
    private long _passedAt;
    private long _passedTook;

    /// <summary>When a look last passed; null for never.</summary>
    public DateTimeOffset? PassedAt => Interlocked.Read(ref _passedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public void Passed(DateTimeOffset at, TimeSpan took)
    {
        Interlocked.Exchange(ref _passedTook, took.Ticks);
        Interlocked.Exchange(ref _passedAt, at.UtcTicks);
        if (_failed is null) return;

        lock (_gate)
        {
            if (at.UtcTicks - _failedAt > s_forget.Ticks) _failed = null;
        }
    }

    public void Failed(DateTimeOffset at, Observation seen, HttpExchange? exchange)
    {
        lock (_gate)
        {
            _failedAt = at.UtcTicks;
            _failed ??= new Queue<Transcript>(Most);
            if (_failed.Count == Most) _failed.Dequeue();
            _failed.Enqueue(new Transcript(at, seen, exchange));
        }
    }

    /// <param name="check">Its name.</param>
    /// <param name="hide">Takes secrets out of a body, which is cut after that: half a secret is not known for one.</param>
    /// <returns>All of it as text, and how many looks failed.</returns>
    public (string Text, int Failed) Write(string check, Func<string, string> hide)
    {
        Transcript[] failed;
        lock (_gate) failed = _failed?.ToArray() ?? [];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"== {check}");
        text.AppendLine(PassedAt is { } passed
            ? $"last passed at {Time(passed)}, in {Words.Span(TimeSpan.FromTicks(Interlocked.Read(ref _passedTook)))}"
            : "has not passed since we look");
        foreach (var one in failed) Write(text, check, one, hide);
        return (text.AppendLine().ToString(), failed.Length);
    }

    private static void Write(StringBuilder text, string check, Transcript one, Func<string, string> hide)
    {
        var (at, seen, exchange) = one;
        var of = seen.Check == check ? "" : $"{seen.Check}, in its answer: ";
        text.AppendLine().AppendLine($"-- {Time(at)}, after {Words.Span(seen.Took)}: {of}{seen.Reason}");
        if (Phases(seen.Times) is { Length: > 0 } phases) text.AppendLine($"phases: {phases}");
        if (exchange is null) return;

        foreach (var line in exchange.Request) text.AppendLine($"> {line}");
        if (exchange.Answer.IsEmpty) text.AppendLine("< (no answer)");
        foreach (var line in exchange.Answer) text.AppendLine($"< {line}");
        if (exchange.BodyLength == 0) return;

        text.AppendLine(CultureInfo.InvariantCulture, $"< (body, {exchange.BodyLength} bytes)");
        var body = hide(Encoding.UTF8.GetString(exchange.Body.Span) + (exchange.BodyLength > exchange.Body.Length ? "…" : ""));
        text.AppendLine(body.Length > HttpExchange.MostBody ? $"{body.AsSpan(0, HttpExchange.MostBody)}…" : body.TrimEnd('\n'));
    }

    private static string Phases(PhaseTimes times) => string.Join(", ", new (string Name, TimeSpan? At)[]
    {
        ("connected", times.Connect), ("TLS", times.Tls), ("first byte", times.FirstByte), ("last byte", times.LastByte),
    }.Where(phase => phase.At is not null).Select(phase => $"{phase.Name} after {Words.Span(phase.At!.Value)}"));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    private readonly record struct Transcript(DateTimeOffset At, Observation Seen, HttpExchange? Exchange);
}
