namespace Watchdog.Drafting;

/// <summary>What was made of an answer.</summary>
/// <param name="Kind">What it is worth.</param>
/// <param name="What">For a comment: <c>"ok" at /status</c>, <c>the text "Healthy"</c>, <c>an empty answer</c>.</param>
internal sealed record HealthAnswer(AnswerKind Kind, string What)
{
    /// <summary>The value of <c>expect</c>: <c>{ "json": { "/status": "ok" } }</c>; null where the status alone has to do.</summary>
    public string? Expect { get; init; }

    /// <summary>JSON pointers of sub-checks of something outside, that a restart does not mend.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>Whether that is a text which only has to stand somewhere in the answer.</summary>
    public bool IsText { get; init; }

    public bool HasSubChecks { get; init; }

    /// <summary>What stands in it, without what changes from answer to answer: two paths of one shape tell the same.</summary>
    public string Shape { get; init; } = "";

    public static HealthAnswer Of(AnswerKind kind, string what) => new(kind, what);
}
