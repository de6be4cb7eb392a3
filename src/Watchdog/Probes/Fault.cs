using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>Why a look did not pass, before it becomes an <see cref="Observation"/>.</summary>
/// <param name="Look">Failed, or Unknown for an error of our own.</param>
/// <param name="Reason">Code and sentence.</param>
/// <param name="AlertOnly">Nothing that a restart mends.</param>
internal readonly record struct Fault(Look Look, Reason Reason, bool AlertOnly = false)
{
    public static Fault Sick(string code, string sentence) => new(Look.Failed, new Reason(code, sentence));

    public static Fault Alert(string code, string sentence) => new(Look.Failed, new Reason(code, sentence), AlertOnly: true);

    public static Fault Ours(string code, string sentence) => new(Look.Unknown, new Reason(code, sentence));

    /// <summary>An exception that no path expects: said, and never taken for the service's fault.</summary>
    public static Fault Ours(Exception unexpected) => unexpected is OutOfMemoryException
        ? Ours(ProbeCodes.OwnMemory, "there is no memory left for a look")
        : Ours(ProbeCodes.OwnError, $"the look itself failed: {unexpected.GetType().Name}: {Words.Line(unexpected.Message)}");

    public Observation ToObservation(string check, PhaseTimes times, TimeSpan took) =>
        new(check, Look, Reason, times) { Took = took, AlertOnly = AlertOnly };
}
