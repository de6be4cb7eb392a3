namespace Watchdog.Kernel;

/// <summary>A socket that takes connections.</summary>
/// <param name="Waiting">Connections that wait to be accepted.</param>
/// <param name="Limit">How many may wait (the kernel lets one more in); 0 where unknown.</param>
/// <param name="Inode">Its number, as in <c>/proc/PID/fd</c>.</param>
/// <param name="CgroupId">Where it was made (cgroup v2); 0 where unknown, as always for a Unix socket.</param>
/// <param name="Uid">Whose it is.</param>
internal readonly record struct Listener(long Waiting, long Limit, long Inode, ulong CgroupId, uint Uid);
