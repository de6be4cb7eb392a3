namespace Watchdog.Kernel;

/// <summary>What the kernel answered to a dump.</summary>
/// <param name="Bytes">Netlink messages, one after the other.</param>
/// <param name="Error">0, or the error number for which there is no answer.</param>
/// <param name="Cut">There would have been more than we read, or the rest did not come in time.</param>
internal sealed record NetlinkReply(ReadOnlyMemory<byte> Bytes, int Error, bool Cut);
