using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Managers.Logs;

/// <summary>The files that a service's output goes to.</summary>
/// <param name="Paths">Full ones.</param>
/// <param name="Missing">Why these are not all that it writes; the default when they are.</param>
internal sealed record LogPlaces(ImmutableArray<string> Paths, Reason Missing = default)
{
    private const string Devices = "/dev/";

    public static LogPlaces None(string code, string sentence) => new([], new Reason(code, sentence));

    /// <summary>A terminal or a pipe can be read once, by whom it is for; /dev/null never.</summary>
    public static bool IsKept(string path) => !path.StartsWith(Devices, StringComparison.Ordinal);
}
