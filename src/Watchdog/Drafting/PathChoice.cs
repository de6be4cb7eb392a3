namespace Watchdog.Drafting;

/// <summary>Which path becomes which check. Pure.</summary>
/// <param name="Liveness">The cheapest that answers as health; null for none.</param>
/// <param name="DeepHealth">One that tells more; null for none.</param>
internal sealed record PathChoice(PathAnswer? Liveness, PathAnswer? DeepHealth)
{
    /// <summary>So much slower than the fastest, and by half a second (less is chance on a busy machine), is no longer cheap.</summary>
    private const int SlowFactor = 3;

    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(500);

    public static PathChoice Of(IReadOnlyCollection<PathAnswer> answers)
    {
        var health = answers.Where(answer => answer.IsHealth).ToArray();
        if (health.Length == 0) return new PathChoice(null, null);

        var fastest = health.Min(answer => answer.Took);
        var liveness = health
            .OrderBy(answer => answer.Answer.HasSubChecks)
            .ThenBy(answer => answer.Answer.Expect is null)
            .ThenBy(answer => answer.Took > fastest * SlowFactor && answer.Took > fastest + s_slow)
            .ThenBy(answer => Array.IndexOf(HealthPaths.ForLiveness, answer.Path))
            .First();
        return new PathChoice(liveness, DeepHealthOf(health, liveness));
    }

    /// <summary>One that tells other things than liveness does: a server may answer any path, or any query, in the same way.</summary>
    private static PathAnswer? DeepHealthOf(PathAnswer[] health, PathAnswer liveness) => health
        .Where(answer => answer.Answer.Shape != liveness.Answer.Shape && (answer.Answer.HasSubChecks || answer.Path is HealthPaths.Deep or HealthPaths.Ready))
        .OrderBy(answer => !answer.Answer.HasSubChecks)
        .ThenBy(answer => Array.IndexOf(HealthPaths.ForDeepHealth, answer.Path))
        .FirstOrDefault();
}
