namespace Watchdog.Diagnosing;

/// <summary>A process that holds a listener, as far as it matters whose it is.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Parent">Its parent's; 1 for one whose parent has ended, on a system unit for any.</param>
/// <param name="StartedAt">Since boot.</param>
/// <param name="Unit">The unit whose cgroup it is in; null for none, or where that cannot be seen.</param>
/// <param name="InUnitCgroup">Whether that is the watched unit's, or below it.</param>
/// <param name="IsOfMain">The main process or a descendant of it.</param>
/// <param name="IsManager">It is a service manager (PID 1, or a user's).</param>
internal readonly record struct Holder(int Pid, int Parent, TimeSpan StartedAt, string? Unit, bool InUnitCgroup, bool IsOfMain, bool IsManager);
