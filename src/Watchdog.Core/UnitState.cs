namespace Watchdog.Core;

/// <summary>A unit's or job's state, as far as the judgement tells states apart (systemd's ActiveState, with SubState where it matters).</summary>
public enum UnitState
{
    /// <summary>Running, or (for a oneshot with RemainAfterExit) counted as running.</summary>
    Active,

    /// <summary>Starting, or waiting for its manager's own automatic restart. Left alone.</summary>
    Activating,

    /// <summary>Reloading its configuration. Left alone.</summary>
    Reloading,

    /// <summary>Stopping. Left alone, but for <c>killAfter</c>.</summary>
    Deactivating,

    /// <summary>Not running, and its manager finds that right.</summary>
    Inactive,

    /// <summary>Ended badly, and its manager has given up.</summary>
    Failed,

    /// <summary>The manager knows no such unit.</summary>
    NotFound,
}
