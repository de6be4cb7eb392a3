using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

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

    public ImmutableArray<PlaceFacts> Places { get; init; } = [];

    public PrivilegeFacts Privileges { get; init; } = PrivilegeFacts.NotNeeded;

    /// <summary>Who else restarts it, in words: <c>monit (/etc/monit/conf.d/web, line 3)</c>.</summary>
    public ImmutableArray<string> Rivals { get; init; } = [];

    /// <summary>Others of the configuration that name the same unit by another name.</summary>
    public ImmutableArray<string> Twins { get; init; } = [];

    /// <summary>What of it could not be looked at, and why; empty when all was.</summary>
    public string NotLooked { get; init; } = "";

    public bool Runs => Status?.State is UnitState.Active or UnitState.Reloading or UnitState.Activating;
}
