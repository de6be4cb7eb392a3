using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>A service of the draft.</summary>
/// <param name="Unit">After which it is called.</param>
/// <param name="Parts">Its keys.</param>
/// <param name="Notes">What stands above it.</param>
internal sealed record NamedService(string Unit, ImmutableArray<Part> Parts, ImmutableArray<string> Notes);
