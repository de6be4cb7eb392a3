using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Diagnosing;

/// <summary>Sees what is around a check.</summary>
internal interface IDiagnostician
{
    /// <summary>Ends within seconds. What cannot be seen is left open.</summary>
    /// <param name="slot">The check.</param>
    /// <param name="status">The unit, as its manager last told.</param>
    /// <param name="onlyListener">Nothing fails: only who holds its place is asked.</param>
    /// <param name="cancel">A shutdown, or the end of our patience.</param>
    Task<Signals> LookAsync(CheckSlot slot, UnitStatus status, bool onlyListener, CancellationToken cancel);
}
