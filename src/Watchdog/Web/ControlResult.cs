using Watchdog.Core;

namespace Watchdog.Web;

internal enum ControlOutcome
{
    Answered,

    /// <summary>Nobody listens: read the state files instead.</summary>
    NoDaemon,

    /// <summary>The daemon would not, or we may not ask; the reason says why.</summary>
    Refused,

    /// <summary>It did not answer in time, or nothing that we understand.</summary>
    Failed,
}

/// <summary>What the daemon said.</summary>
/// <param name="Outcome">Whether it answered.</param>
/// <param name="Value">Set when it did.</param>
/// <param name="Reason">Set when it did not.</param>
internal readonly record struct ControlResult<T>(ControlOutcome Outcome, T? Value, Reason Reason);
