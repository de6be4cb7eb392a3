using System.Collections.Immutable;
using Watchdog.Notify;

namespace Watchdog.Doctoring;

/// <summary>What was found out about the machine and about ourselves.</summary>
internal sealed record HostFacts
{
    public required DateTimeOffset Now { get; init; }

    public bool IsLinux { get; init; } = true;

    /// <summary>Whether the kernel says that nothing keeps its clock right; null where it does not say, or where it is another's (a container's host).</summary>
    public bool? IsClockFree { get; init; }

    /// <summary>When the newest of our files was written; null when there is none.</summary>
    public DateTimeOffset? NewestSaved { get; init; }

    /// <summary>Who runs the watchdog; null where that cannot be known.</summary>
    public UserIds? Operator { get; init; }

    /// <summary>Whether that is our own user.</summary>
    public bool IsOperatorUs { get; init; }

    /// <summary>State and runtime folder.</summary>
    public ImmutableArray<FolderFact> Folders { get; init; } = [];

    /// <summary>Open files: how many the daemon may have; null where that cannot be told.</summary>
    public long? DescriptorLimit { get; init; }

    public int Services { get; init; }

    public int Checks { get; init; }

    /// <summary>Whether the kernel tells pressure (PSI).</summary>
    public bool HasPressure { get; init; } = true;

    /// <summary>Why sockets cannot be looked up; empty when they can.</summary>
    public string SocketsUnseen { get; init; } = "";

    /// <summary>Whether services of our user's own manager are configured.</summary>
    public bool HasUserUnits { get; init; }

    /// <summary>Whether our user's manager outlives its sessions; null where that does not apply.</summary>
    public bool? Lingers { get; init; }

    public string UserName { get; init; } = "";

    /// <summary>How messages get through, as the daemon that runs tells it.</summary>
    public ImmutableArray<NotifierStatus> Notifiers { get; init; } = [];
}

/// <param name="Path">The folder, or where it is not there yet, the nearest one above it.</param>
/// <param name="IsThere">Whether it is the folder itself.</param>
/// <param name="Owner">Its owner; null where it cannot be seen.</param>
/// <param name="OthersMayWrite">Group or others may write there.</param>
/// <param name="IsReadOnly">Its file system takes no writes.</param>
/// <param name="WeMayWrite">Whether our own user may.</param>
/// <param name="Free">Bytes; null where it cannot be told.</param>
internal sealed record FolderFact(string Path, bool IsThere, uint? Owner, bool OthersMayWrite, bool IsReadOnly, bool WeMayWrite, long? Free);
