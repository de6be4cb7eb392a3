namespace Watchdog.Drafting;

/// <summary>What the draft has to know of the machine.</summary>
/// <param name="MachineMemory">Bytes.</param>
/// <param name="Exists">Whether a program is there, by its full path.</param>
internal sealed record DraftContext(long MachineMemory, Func<string, bool> Exists)
{
    /// <summary>Where the JSON schema lies, for editors; null for nowhere.</summary>
    public string? Schema { get; init; }

    /// <summary>Leaves alone what would be measured.</summary>
    public bool MeasuresNothing { get; init; }
}
