namespace Watchdog.Core;

/// <summary>What one look at a service came to. "I could not look" is its own answer and counts in neither direction.</summary>
public enum Look
{
    Passed,
    Failed,
    Unknown,
}
