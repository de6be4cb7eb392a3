using System.Collections.Immutable;

namespace Watchdog.Doctoring;

/// <summary>What was found.</summary>
/// <param name="Findings">The machine's first, then service by service in the order of the file.</param>
/// <param name="Checks">How many checks were made.</param>
/// <param name="About">Lines on what was looked at and from where, for people.</param>
internal sealed record DoctorReport(ImmutableArray<Finding> Findings, int Checks, ImmutableArray<string> About)
{
    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);
}
