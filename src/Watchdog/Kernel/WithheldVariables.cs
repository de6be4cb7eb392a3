using System.Collections.Immutable;

namespace Watchdog.Kernel;

/// <summary>
/// What of our environment nobody else is given: whatever a configuration has ever taken from it by <c>${env:NAME}</c>. It stands there for us alone, also
/// after an edit that no longer names it.
/// </summary>
internal static class WithheldVariables
{
    private static ImmutableHashSet<string> s_names = [];

    /// <param name="names">But for what every program needs: that a path begins with <c>${env:HOME}</c> makes no secret of it.</param>
    public static void Add(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!ProgramStart.Passes(name)) ImmutableInterlocked.Update(ref s_names, (known, one) => known.Add(one), name);
        }
    }

    public static bool Has(string name) => Volatile.Read(ref s_names).Contains(name);
}
