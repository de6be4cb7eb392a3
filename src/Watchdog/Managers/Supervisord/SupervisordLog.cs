using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Logs;

namespace Watchdog.Managers.Supervisord;

/// <summary>What supervisord keeps of a program's output, through supervisord itself: its files may be another machine's, or root's alone.</summary>
internal sealed class SupervisordLog(SupervisordConfig config, SupervisordClient client) : IServiceLog
{
    /// <summary>However many of its characters XML writes as five, it fits into <see cref="SupervisordClient.MaxAnswerBytes"/>.</summary>
    private const long MostBytes = 256 << 10;

    private static readonly string[] s_streams = ["stdout", "stderr"];

    public bool IsDated => false;

    public async Task<LogSince> MarkAsync(CancellationToken cancel)
    {
        var reply = await CallAsync("getAllConfigInfo", cancel).ConfigureAwait(false);
        if (ProgramTimes.Find(reply.Value, config.Program) is not { } program) return LogRead.Never(Unseen("says nothing of its log", reply));

        var ends = new Dictionary<string, long>();
        foreach (var stream in s_streams.Where(stream => IsKept(program, stream)))
        {
            var (end, why) = await EndAsync(stream, cancel).ConfigureAwait(false);
            if (end is null) return LogRead.Never(why);
            ends[stream] = end.Value;
        }

        return ends.Count == 0 ? LogRead.Never(new("no-log", "supervisord keeps no log of it (stdout_logfile, stderr_logfile), so no line of it was searched")) : token => SinceAsync(ends, Missing(program), token);
    }

    public async Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel)
    {
        var reply = await CallAsync("getAllConfigInfo", cancel).ConfigureAwait(false);
        if (ProgramTimes.Find(reply.Value, config.Program) is not { } program) return new LogRead([], Unseen("says nothing of its log", reply));

        var all = new LogRead([]);
        foreach (var stream in s_streams.Where(stream => IsKept(program, stream))) all = all.And(await TailAsync(stream, most, cancel).ConfigureAwait(false));
        return all.And(new LogRead([], Missing(program)));
    }

    /// <summary>With an offset of 0, what is longer is told from its end.</summary>
    private async Task<LogRead> TailAsync(string stream, int most, CancellationToken cancel)
    {
        var reply = await CallAsync($"tailProcess{Capital(stream)}Log", cancel, config.Program, 0L, MostBytes).ConfigureAwait(false);
        if (reply.Value is not List<object> { Count: 3 } tail || tail[0] is not string text) return new LogRead([], Unseen($"does not give its {stream} (what is not UTF-8 it cannot)", reply));

        var lines = LogText.Lines(text);
        return new LogRead(lines.Length > most ? lines[^most..] : lines);
    }

    private async Task<LogRead> SinceAsync(Dictionary<string, long> ends, Reason missing, CancellationToken cancel)
    {
        var all = new LogRead([]);
        foreach (var (stream, end) in ends) all = all.And(await SinceAsync(stream, end, cancel).ConfigureAwait(false));
        return all.And(new LogRead([], missing));
    }

    private async Task<LogRead> SinceAsync(string stream, long end, CancellationToken cancel)
    {
        var (now, why) = await EndAsync(stream, cancel).ConfigureAwait(false);
        if (now is null) return new LogRead([], why);

        var wasCut = now < end;
        var from = wasCut ? 0 : end;
        if (now == from) return new LogRead([]);

        var reply = await CallAsync($"readProcess{Capital(stream)}Log", cancel, config.Program, from, Math.Min(now.Value - from, MostBytes)).ConfigureAwait(false);
        if (reply.Value is not string text) return new LogRead([], Unseen($"does not give its {stream} (what is not UTF-8 it cannot)", reply));

        var read = new LogRead(LogText.Lines(text));
        if (wasCut) return read with { Unseen = new("log-cut", $"supervisord has begun a new {stream} log meanwhile: the end of the one before was not searched") };
        return now - from <= MostBytes ? read : read with { Unseen = new("log-long", $"only the first {MostBytes >> 10} KiB of its {stream} since a stop were searched") };
    }

    /// <summary>How long the log is. A tail of nothing has its length in second place, and is no error where there is no file yet.</summary>
    private async Task<(long? End, Reason Unseen)> EndAsync(string stream, CancellationToken cancel)
    {
        var reply = await CallAsync($"tailProcess{Capital(stream)}Log", cancel, config.Program, 0L, 0L).ConfigureAwait(false);
        return reply.Value is List<object> { Count: 3 } tail && tail[1] is long end ? (end, default) : (null, Unseen($"does not say where its {stream} ends", reply));
    }

    /// <summary>A file, whatever its name; one of /dev supervisord writes to, and cannot read.</summary>
    private static bool IsKept(Dictionary<string, object> program, string stream) =>
        program.GetValueOrDefault($"{stream}_logfile") is string file and not "none" && LogPlaces.IsKept(file);

    private static Reason Missing(Dictionary<string, object> program)
    {
        if (!IsKept(program, "stdout")) return new("log-half", "supervisord keeps no standard output of it (stdout_logfile): only its standard error was searched");
        return IsKept(program, "stderr") || program.GetValueOrDefault("redirect_stderr") is true
            ? default
            : new("log-half", "supervisord keeps no standard error of it (stderr_logfile, redirect_stderr): only its standard output was searched");
    }

    private Task<RpcReply> CallAsync(string method, CancellationToken cancel, params object[] parameters) => client.CallAsync($"supervisor.{method}", parameters, Patience.Look, cancel);

    private static Reason Unseen(string how, RpcReply reply) =>
        new("log-unseen", $"supervisord {how}, so that was not searched{(reply.Fault is { } fault ? $": {Words.Line(fault.Text, 160)}" : reply.Failure is { } failure ? $": {failure.Reason.Sentence}" : "")}");

    private static string Capital(string stream) => $"{char.ToUpperInvariant(stream[0])}{stream[1..]}";
}
