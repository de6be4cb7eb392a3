using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Managers.Launchd;

/// <summary>How a job's last run ended: launchd shows an exit code, a signal or a reason, and only one of them.</summary>
/// <param name="Result">In systemd's words where it has one, else launchd's own reason; empty when nothing is shown.</param>
/// <param name="Detail">As launchd says it, for people.</param>
/// <param name="Code">The exit code.</param>
/// <param name="Signal">The signal's number.</param>
internal readonly record struct JobEnd(string Result, string Detail, int? Code = null, int? Signal = null)
{
    /// <summary>Ends of whoever is asked to end, by a person or by launchd, and of a shell that passes such an end on.</summary>
    private static readonly int[] s_askedSignals = [1, 2, 9, 15];

    /// <summary>It has not run since it was loaded.</summary>
    public static JobEnd Never { get; } = new("", "never exited");

    /// <summary>Who ended it. launchd notes nobody's name: a signal that people send may have come from one.</summary>
    public LastEnd ByWhom => this switch
    {
        { Result: null or "" } => LastEnd.None,
        { Signal: { } signal } => s_askedSignals.Contains(signal) ? LastEnd.Unknown : LastEnd.ByItself,
        { Code: > 128 and var code } => s_askedSignals.Contains(code - 128) ? LastEnd.Unknown : LastEnd.ByItself,
        _ => LastEnd.ByItself,
    };

    /// <summary>The same for the run before one that runs: a server that ends well when it is asked to is no crash.</summary>
    public LastEnd ByWhomBefore => Code == 0 ? LastEnd.Unknown : ByWhom;

    public static JobEnd Of(JobText job)
    {
        if (job["last terminating signal"] is { } signal) return new JobEnd("signal", $"signal {signal}", Signal: Number(signal[(signal.LastIndexOf(':') + 1)..]) ?? 0);
        if (job["last exit reason"] is { } reason) return OfReason(reason);
        return job["last exit code"] switch
        {
            null => new JobEnd("", ""),
            "(never exited)" => Never,
            var code => OfCode(code),
        };
    }

    private static JobEnd OfReason(string reason) =>
        new(reason.Contains("JETSAM", StringComparison.Ordinal) ? "oom-kill" : Words.Line(reason, 80), Words.Line(reason, 80));

    /// <summary><c>0</c>, or with the name of sysexits.h: <c>78: EX_CONFIG</c>.</summary>
    private static JobEnd OfCode(string text)
    {
        var detail = $"exit code {Words.Line(text, 80)}";
        return Number(text.Split(':')[0]) switch
        {
            null => new JobEnd("", detail),
            0 => new JobEnd("success", detail, 0),
            var code => new JobEnd("exit-code", detail, code),
        };
    }

    private static int? Number(string text) => int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
