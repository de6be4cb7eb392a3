using System.Collections.Immutable;

namespace Watchdog.Doctoring;

/// <summary>Whether the user who runs the watchdog may restart a unit.</summary>
/// <param name="User">Who; empty where it needs no leave (root, or its own manager), or nobody could be asked.</param>
/// <param name="Denied">polkit's verbs that are refused.</param>
/// <param name="Unknown">Why it could not be found out; empty when it was.</param>
internal sealed record PrivilegeFacts(string User, ImmutableArray<string> Denied, string Unknown = "")
{
    /// <summary>polkit's words for what we ask of systemd.</summary>
    public static readonly ImmutableArray<string> Verbs = ["start", "try-restart", "kill", "reset-failed"];

    public static PrivilegeFacts NotNeeded { get; } = new("", []);
}
