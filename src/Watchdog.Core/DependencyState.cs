namespace Watchdog.Core;

/// <summary>Something that a service depends on, and that is down.</summary>
/// <param name="Name">As in <see cref="ServicePolicy.DependsOn"/>.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="SeenAt">When that was last heard: old news hold nobody.</param>
public sealed record DependencyState(string Name, Reason Reason, TimeSpan SeenAt);
