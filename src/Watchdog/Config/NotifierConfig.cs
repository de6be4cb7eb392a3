using System.Collections.Immutable;
using Watchdog.Config.Format;

namespace Watchdog.Config;

/// <summary>One way by which people are told. Two that are equal need no reload.</summary>
public sealed record NotifierConfig
{
    /// <summary>The key in the file: <c>ops</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How; of exactly one kind. Null only while it is read.</summary>
    public NotifierTarget? Target { get; init; }

    /// <summary>At most so many messages at once, and as many again within <see cref="RateWithin"/>; what is beyond waits. Default 20.</summary>
    public int RateMessages { get; init; } = 20;

    /// <summary>Default 5 min: one every 15 s, which is below what each of the vendors takes.</summary>
    public TimeSpan RateWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a value in it can only be had by the daemon (a credential), so that nothing can be sent from here.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Paths of the values that came from outside the file and are never shown.</summary>
    internal ImmutableArray<string> Masked { get; init; } = [];

    /// <summary>All that is secret in it, to keep it out of what is said.</summary>
    internal Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>By content, secrets included.</summary>
    public bool Equals(NotifierConfig? other) => ReferenceEquals(this, other) || (other is not null && NotifierFormat.AreSame(this, other));

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>How a notifier sends.</summary>
public abstract record NotifierTarget
{
    /// <summary>The key that names this kind: <c>slack</c>.</summary>
    public abstract string Key { get; }

    /// <summary>What is never shown of it, wherever it comes from.</summary>
    internal virtual IEnumerable<string> SecretTexts => [];

    /// <summary>Where it is sent over HTTP; null for other ways.</summary>
    internal virtual Uri? Url => null;
}
