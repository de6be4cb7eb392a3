namespace Watchdog.Core;

/// <summary>What a probe saw. A probe never throws for a sick service: every path ends in one of these.</summary>
/// <param name="Check">The check that looked: <c>liveness</c>, <c>deepHealth</c>, <c>acceptLoop</c>, <c>memory</c> or a name of the user's.</param>
/// <param name="Look">Passed, failed, or could not look.</param>
/// <param name="Reason">Code and sentence; for a pass, code <c>ok</c>.</param>
/// <param name="Times">How long each phase took.</param>
public sealed record Observation(string Check, Look Look, Reason Reason, PhaseTimes Times = default)
{
    /// <summary>The whole look, start to end.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>
    /// Set when what failed is nothing that a restart mends (a redirect to a login page, a named sub-check): an alert, never a restart.
    /// </summary>
    public bool AlertOnly { get; init; }

    /// <summary>Set on a pass that is worse than it should be (over <c>expect.latency</c>): the verdict is Degraded, nothing counts.</summary>
    public bool Degraded { get; init; }

    /// <summary>The instance that the look was at, where the manager told (systemd: InvocationID). Empty when it is not known.</summary>
    public string Instance { get; init; } = "";

    /// <summary>A counter's value or a working set in bytes, for checks that read a number.</summary>
    public double? Number { get; init; }

    /// <summary>What the number is measured against (memory: the limit in bytes); null where there is no such thing.</summary>
    public double? Limit { get; init; }

    public static Observation Pass(string check, PhaseTimes times = default) => new(check, Look.Passed, new Reason("ok", ""), times);

    public static Observation Fail(string check, string code, string sentence, PhaseTimes times = default) =>
        new(check, Look.Failed, new Reason(code, sentence), times);

    public static Observation CouldNotLook(string check, string code, string sentence) => new(check, Look.Unknown, new Reason(code, sentence));
}
