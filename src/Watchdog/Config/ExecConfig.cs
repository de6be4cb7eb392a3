using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>A program of the operator's.</summary>
/// <param name="Command">Program and arguments, without a shell; <c>{{title}}</c> and the like stand for what is told.</param>
public sealed record ExecConfig(ImmutableArray<string> Command) : NotifierTarget
{
    public override string Key => "exec";

    /// <summary>Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
