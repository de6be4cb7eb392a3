namespace Watchdog.Kernel;

/// <summary>A Unix socket that listens, as sock_diag tells it.</summary>
/// <param name="Name">The path it was bound to, as its process said it; empty for none.</param>
/// <param name="FileInode">The lower 32 bits of the number of its file; 0 where unknown.</param>
/// <param name="FileDevice">Major × 2^20 + minor of its file's device.</param>
/// <param name="Queued">Connections that wait to be accepted.</param>
/// <param name="Limit">How many may wait.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Inode">Of the socket itself, as in <c>/proc/PID/fd</c>.</param>
internal sealed record UnixRow(string Name, uint FileInode, uint FileDevice, long Queued, long Limit, uint User, long Inode);
