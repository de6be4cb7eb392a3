using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>A child of ours.</summary>
/// <param name="Command">Program and arguments; no shell.</param>
/// <param name="WorkingDirectory">Null: ours.</param>
public sealed record ProcessConfig(ImmutableArray<string> Command, string? WorkingDirectory) : ManagerConfig
{
    public override string Key => "process";

    public override string KnownAs => Secrets.Hide(Command[0]);

    /// <summary>What of them is never shown.</summary>
    internal Secrets Secrets { get; init; } = Secrets.None;
}
