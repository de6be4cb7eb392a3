namespace Watchdog.Drafting;

/// <summary>What a path answered.</summary>
/// <param name="Path">That was asked.</param>
/// <param name="Answer">What was made of it.</param>
/// <param name="Took">Through the last byte.</param>
internal sealed record PathAnswer(string Path, HealthAnswer Answer, TimeSpan Took)
{
    /// <summary>Where it redirects to, else null.</summary>
    public string? Location { get; init; }

    public bool IsHealth => Answer.Kind == AnswerKind.Health;
}
