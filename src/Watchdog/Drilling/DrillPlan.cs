using System.Collections.Immutable;

namespace Watchdog.Drilling;

/// <summary>What a drill does.</summary>
/// <param name="Restarts">How many, 1 to 1000.</param>
/// <param name="Settle">How long each run is looked at after its checks have passed, before the next restart: 1 s to 1 h. Default 5 s.</param>
/// <param name="FailOn">Texts that no line of its log may hold, beside those of <see cref="LogPatterns.Always"/>.</param>
internal sealed record DrillPlan(int Restarts, TimeSpan Settle, ImmutableArray<string> FailOn)
{
    /// <summary>Looks in a settle time: four a second, as a busy balancer asks; so many at least that a leak shows, and no more than a long time needs.</summary>
    private const int FewestLooks = 8, MostLooks = 200;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);

    /// <summary>For the estimate of how long it takes, before anything is measured: a stop and a start.</summary>
    private static readonly TimeSpan s_guess = TimeSpan.FromSeconds(2);

    public int Looks => (int)Math.Clamp(Settle / s_between, FewestLooks, MostLooks);

    public TimeSpan Between => Settle / Looks;

    /// <summary>From one restart to the next, about.</summary>
    public TimeSpan RunGuess => Settle + s_guess;
}
