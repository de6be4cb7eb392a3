using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>One service, complete. Two that are equal need no reload.</summary>
public sealed record ServiceConfig
{
    /// <summary>The key in the file; for an instance of a template glob, the key and the instance: <c>agents/hello-agent@1.service</c>.</summary>
    public required string Name { get; init; }

    public required ManagerConfig Manager { get; init; }

    public required ImmutableArray<CheckConfig> Checks { get; init; }

    /// <summary>What the judgement needs of it; its checks are those of <see cref="Checks"/>.</summary>
    public required ServicePolicy Policy { get; init; }

    public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>Without which it cannot work.</summary>
    public ImmutableArray<DependencyConfig> DependsOn { get; init; } = [];

    /// <summary>What tells how much is in flight; null when nothing does.</summary>
    public BusyConfig? Busy { get; init; }

    /// <summary>Recurring windows in which nothing is done to it.</summary>
    public ImmutableArray<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>Who is told of it, in place of what the routes say; empty: nobody; null: as the routes say.</summary>
    public ImmutableArray<string>? Notify { get; init; }

    /// <summary>Paths of the values that came from outside the file and are never shown.</summary>
    internal ImmutableArray<string> Masked { get; init; } = [];

    /// <summary>Those values, to keep them out of what is said.</summary>
    internal Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>Whether a service is the one of that name in the file, or an instance of it.</summary>
    public static bool IsOf(string name, string service) =>
        service.StartsWith(name, StringComparison.Ordinal) && (service.Length == name.Length || service[name.Length] == '/');

    public CheckConfig? Find(string check)
    {
        foreach (var config in Checks)
        {
            if (config.Policy.Name == check) return config;
        }

        return null;
    }

    /// <summary>By content, resolved secrets included: arrays and JSON values would compare by reference.</summary>
    public bool Equals(ServiceConfig? other) => ReferenceEquals(this, other) || (other is not null && EffectiveConfig.AreSame(this, other));

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

public enum Severity
{
    Critical,
    Background,
}
