using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Doctoring;

/// <summary>What a systemd unit is set to, as far as it matters to whoever restarts it.</summary>
internal sealed record UnitSettings
{
    /// <summary>Its own name, where it is configured by an alias.</summary>
    public required string Unit { get; init; }

    public SystemdScope Scope { get; init; }

    /// <summary>How it is now.</summary>
    public required UnitStatus Status { get; init; }

    public string Type { get; init; } = "simple";

    public string Restart { get; init; } = "no";

    public string KillMode { get; init; } = "control-group";

    public string PidFile { get; init; } = "";

    /// <summary>none, main, exec or all.</summary>
    public string NotifyAccess { get; init; } = "none";

    /// <summary>Bytes; null for no limit.</summary>
    public long? MemoryMax { get; init; }

    /// <summary>WatchdogSec; null for none.</summary>
    public TimeSpan? Watchdog { get; init; }

    /// <summary>How long it has been active; null when it is not.</summary>
    public TimeSpan? ActiveFor { get; init; }

    /// <summary>Whether it has told systemd in this run that it is alive (WATCHDOG=1).</summary>
    public bool HasNotified { get; init; }

    /// <summary>Its file has changed since systemd read it.</summary>
    public bool NeedsReload { get; init; }

    /// <summary>Empty: the manager's own.</summary>
    public string User { get; init; } = "";

    /// <summary>Users and groups that it names, and that there are not; each with its setting: <c>User</c>, <c>Group</c>, <c>SupplementaryGroups</c>.</summary>
    public ImmutableArray<(string Setting, string Name)> Unknown { get; init; } = [];

    public ImmutableArray<PathFact> Paths { get; init; } = [];

    /// <summary>How to edit it: <c>systemctl --user edit web.service</c>.</summary>
    public string Edit => $"{Systemctl} edit {Unit}";

    /// <summary><c>systemctl</c>, or <c>systemctl --user</c>.</summary>
    public string Systemctl => Scope == SystemdScope.User ? "systemctl --user" : "systemctl";

    /// <summary>How to see why it ended.</summary>
    public string Journalctl => $"journalctl {(Scope == SystemdScope.User ? "--user-unit" : "-u")} {Unit} -n 50";

    /// <summary>The one edit that sets something.</summary>
    public string Set(string section, string setting) => $"{Edit}, and there: [{section}] {setting}";
}
