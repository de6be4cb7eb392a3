namespace Watchdog.Core;

/// <summary>What was seen around a service beside the look itself. What could not be seen is null or Unseen: it speaks neither for nor against.</summary>
public sealed record Signals
{
    /// <summary>Who holds the place that the check asks.</summary>
    public Listening Listening { get; init; }

    /// <summary>For people, when it is not ours: PID, command line, unit and parents. Empty otherwise.</summary>
    public string Holder { get; init; } = "";

    /// <summary>It is left over from an earlier run of this unit: in its cgroup still, or the child of a double fork.</summary>
    public bool IsOrphan { get; init; }

    /// <summary>How many processes of the unit hold the listener; where only their names are seen, how many may. Null when it is not known.</summary>
    public int? Holders { get; init; }

    /// <summary>Connections that the kernel has taken and the service has not: the accept backlog.</summary>
    public long? Waiting { get; init; }

    /// <summary>How many may wait.</summary>
    public long? WaitingLimit { get; init; }

    /// <summary>Whether anything that waited since the failing began was taken meanwhile. Null where nothing waited, it was not seen twice, or only how many wait is known.</summary>
    public bool? IsMoving { get; init; }

    /// <summary>What the main process and its threads are doing.</summary>
    public ProcessActivity Activity { get; init; }

    /// <summary>What a connection that was open already says.</summary>
    public KeptAlive KeptAlive { get; init; }

    /// <summary>By how much the counter rose that the kept-alive connection tells; null where it tells none.</summary>
    public double? CounterRise { get; init; }

    /// <summary>Open descriptors of the main process.</summary>
    public long? Descriptors { get; init; }

    /// <summary>How many it may have.</summary>
    public long? DescriptorLimit { get; init; }

    /// <summary>Connections in use by clients (ESTABLISHED, accepted), ours not counted.</summary>
    public long? InUse { get; init; }

    /// <summary>Connections that clients have left and the service has not closed (CLOSE_WAIT, accepted).</summary>
    public long? LeftOpen { get; init; }

    /// <summary>What could not be seen for want of privilege, for people; empty when all was.</summary>
    public string Unseen { get; init; } = "";

    /// <summary>The last few descriptors are what a server keeps for other things.</summary>
    public bool IsOutOfDescriptors => Descriptors is { } open && DescriptorLimit is { } most && open >= most - 1;
}

/// <summary>Who holds the place (address and port, or Unix socket) that a check asks.</summary>
public enum Listening
{
    /// <summary>It could not be seen, or is on another machine.</summary>
    Unseen,

    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>The unit: its main process, a descendant, or one in its cgroup that was started after this run began.</summary>
    Ours,

    /// <summary>Its manager, for the unit (socket activation).</summary>
    Manager,

    /// <summary>Somebody else, or a process that an earlier run left behind.</summary>
    Other,
}

/// <summary>What a process does between two looks at it and its threads.</summary>
public enum ProcessActivity
{
    Unseen,

    /// <summary>There is none.</summary>
    Gone,

    /// <summary>Stopped by a signal or a debugger (state T or t).</summary>
    Stopped,

    /// <summary>Waits in the kernel for a disk or a network file system (state D): not even SIGKILL ends it.</summary>
    Uninterruptible,

    /// <summary>Every thread sleeps, at 0 % CPU.</summary>
    Idle,

    /// <summary>Some of both.</summary>
    Working,

    /// <summary>It burns a whole processor.</summary>
    Burning,
}

/// <summary>What a connection that was open already says when it is asked.</summary>
public enum KeptAlive
{
    /// <summary>None was open.</summary>
    None,

    Answers,

    Silent,
}
