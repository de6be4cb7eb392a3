using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Notify;

namespace Watchdog.Config;

/// <summary>Which messages go to whom. A message goes by every route that it fits.</summary>
public sealed record RouteConfig
{
    /// <summary>Of services of this severity only; null: of any.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Of these services only, by name or with <c>*</c>; empty: of any.</summary>
    public ImmutableArray<string> Services { get => field.IsDefault ? [] : field; init; }

    /// <summary>Only these; empty: any that are told at all. What is named here is told of background services too.</summary>
    public ImmutableArray<MessageKind> Kinds { get => field.IsDefault ? [] : field; init; }

    /// <summary>At least as loud; null: any.</summary>
    public AlertLevel? Level { get; init; }

    /// <summary>Notifiers, by name.</summary>
    public ImmutableArray<string> To { get => field.IsDefault ? [] : field; init; }
}
