using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Telling;

/// <summary>What people know of a service. Times are those of the wall clock: it is told of to people, and outlives a reboot.</summary>
public sealed record ToldService
{
    public static ToldService Nothing { get; } = new();

    /// <summary>The story that is open and was told; empty for none.</summary>
    public string Story { get => field ?? ""; init; } = "";

    /// <summary>Who was told of it, and so is told its end.</summary>
    public ImmutableArray<string> To { get => field.IsDefault ? [] : field; init; }

    /// <summary>Of the gravest that was told of it.</summary>
    public AlertLevel Level { get; init; }

    /// <summary>Of the service, when that was told: it may be in no configuration any more.</summary>
    public Severity Severity { get; init; }

    /// <summary>The newest evidence of the story that goes on, told or not; null for none.</summary>
    public string? Evidence { get; init; }

    /// <summary>Its newest message, held back while many services are in trouble at once, or because it was told of too often; null for none.</summary>
    public Message? Pending { get; init; }

    public ImmutableArray<string> PendingTo { get => field.IsDefault ? [] : field; init; }

    /// <summary>Since when its story, or how it has grown worse, is not told because it was told of too often; null where that is not so.</summary>
    public DateTimeOffset? HushedAt { get; init; }

    public Often Often { get => field ?? Often.Never; init; }

    /// <summary>The story is over.</summary>
    public ToldService Over() => Story.Length == 0 && Pending is null && Evidence is null ? this : this with { Story = "", To = [], Level = AlertLevel.Info, Evidence = null, Pending = null, PendingTo = [], HushedAt = null };

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsBlank(DateTimeOffset now) => Story.Length == 0 && Pending is null && Evidence is null && FloodRule.IsCalm(Often, now);
}
