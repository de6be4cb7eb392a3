namespace Watchdog.Drilling;

/// <summary>A line of the log that must not be there.</summary>
/// <param name="Pattern">What it holds.</param>
/// <param name="Line">The line: short, in one, without secrets.</param>
internal sealed record LogHit(string Pattern, string Line);
