using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>A manager that is told by commands: each a program and its arguments, without a shell; empty where it is left out.</summary>
public sealed record CommandConfig : ManagerConfig
{
    public override string Key => "command";

    public override string KnownAs => Secrets.Hide(Restart.Concat(Start).FirstOrDefault(""));

    /// <summary>Ends and starts it anew; left out, <see cref="Stop"/> and <see cref="Start"/> do.</summary>
    public ImmutableArray<string> Restart { get; init; } = [];

    /// <summary>Left out, <see cref="Restart"/> does, as with init scripts.</summary>
    public ImmutableArray<string> Start { get; init; } = [];

    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>
    /// Exit code 0: it runs; 1 or 2: it has ended and nobody asked for it; 3: it is not running (stopped by someone); anything else: it cannot be told. As the
    /// Linux Standard Base defines it for init scripts.
    /// </summary>
    public ImmutableArray<string> Status { get; init; } = [];

    /// <summary>Prints the id of the main process, alone on the first line, and nothing when it does not run.</summary>
    public ImmutableArray<string> Pid { get; init; } = [];

    /// <summary>How long <see cref="Restart"/>, <see cref="Start"/> and <see cref="Stop"/> may take each. Default 90 s, systemd's own patience.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>What of them is never shown.</summary>
    internal Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>By content: arrays would compare by reference.</summary>
    public bool Equals(CommandConfig? other) =>
        other is not null && Timeout == other.Timeout && Restart.SequenceEqual(other.Restart) && Start.SequenceEqual(other.Start) && Stop.SequenceEqual(other.Stop)
        && Status.SequenceEqual(other.Status) && Pid.SequenceEqual(other.Pid);

    public override int GetHashCode() => HashCode.Combine(Timeout, Restart.Length, Start.Length, Stop.Length, Status.Length, Pid.Length);
}
