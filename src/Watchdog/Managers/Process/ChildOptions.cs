namespace Watchdog.Managers;

/// <summary>What all children have in common.</summary>
/// <param name="OutputFolder">Where their output goes, as <c>service.log</c>; created when it is missing, for our user alone.</param>
internal sealed record ChildOptions(string OutputFolder)
{
    /// <summary>From SIGTERM to SIGKILL, where an order does not say otherwise. Default 10 s, as docker's stop.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
