using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Supervision;

/// <summary>What lies in a loop's inbox.</summary>
/// <param name="Input">What happened.</param>
/// <param name="Slot">The slot whose look has ended with it, or null.</param>
/// <param name="Readings">The numbers that rode along, one for each of the slot's riders.</param>
/// <param name="Taken">Told when it has been judged, or null.</param>
internal readonly record struct Mail(
    Input Input, CheckSlot? Slot = null, ImmutableArray<NumberReading> Readings = default, TaskCompletionSource? Taken = null);
