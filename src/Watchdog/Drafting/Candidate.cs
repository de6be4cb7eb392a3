namespace Watchdog.Drafting;

/// <summary>A service on its way into the draft: who keeps it, what it said, what was measured.</summary>
/// <param name="Service">As it was found.</param>
/// <param name="Interview">Null for one that listens nowhere.</param>
/// <param name="Measured">Of it.</param>
internal sealed record Candidate(FoundService Service, Interview? Interview, Measured Measured);
