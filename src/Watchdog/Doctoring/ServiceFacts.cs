using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring;

/// <summary>Everything that was found out about one service.</summary>
internal sealed record ServiceFacts(ServiceConfig Service)
{
    /// <summary>How its manager sees it; null when the manager could not be asked, or there is none to ask.</summary>
    public UnitStatus? Status { get; init; }

    /// <summary>Why there is no <see cref="Status"/>; empty otherwise.</summary>
    public Reason Unseen { get; init; }

    /// <summary>Of a systemd unit.</summary>
    public UnitSettings? Unit { get; init; }

    /// <summary>Of a manager other than systemd; null where they cannot be had.</summary>
    public ManagerSettings? Settings { get; init; }

    /// <summary>Who runs the watchdog; null where that cannot be known.</summary>
    public UserIds? Operator { get; init; }

    /// <summary>Whether a daemon or an installed one says so; else it is whoever asks.</summary>
    public bool IsOperatorKnown { get; init; } = true;

    /// <summary>Whether that is our own user.</summary>
    public bool IsOperatorUs { get; init; } = true;

    public ImmutableArray<PlaceFacts> Places { get; init; } = [];

    public PrivilegeFacts Privileges { get; init; } = PrivilegeFacts.NotNeeded;

    /// <summary>Who else restarts it, in words: <c>monit (/etc/monit/conf.d/web, line 3)</c>.</summary>
    public ImmutableArray<string> Rivals { get; init; } = [];

    /// <summary>Others of the configuration that name the same unit by another name.</summary>
    public ImmutableArray<string> Twins { get; init; } = [];

    /// <summary>What of it could not be looked at, and why; empty when all was.</summary>
    public string NotLooked { get; init; } = "";

    /// <summary>Aliases of one unit, or two names of one run: each by itself looks like a service of its own.</summary>
    public bool IsTwinOf(ServiceFacts other) =>
        !ReferenceEquals(this, other)
        && ((Unit is { } unit && other.Unit is { } same && unit.Unit == same.Unit && unit.Scope == same.Scope)
            || (Status is { State: UnitState.Active, MainPid: > 0 } one && other.Status is { State: UnitState.Active } also && one.MainPid == also.MainPid)
            || (Status is { State: UnitState.Active, Instance.Length: > 0 } run && Service.Manager.Key == other.Service.Manager.Key && run.Instance == other.Status?.Instance));

    public bool Runs => Status?.State is UnitState.Active or UnitState.Reloading or UnitState.Activating;
}
