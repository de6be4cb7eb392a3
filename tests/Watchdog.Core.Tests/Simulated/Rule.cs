namespace Watchdog.Core.Tests.Simulated;

/// <summary>What must hold in every history.</summary>
public enum Rule
{
    /// <summary>Never more than the budget in any window.</summary>
    Budget,

    /// <summary>No restart in Starting, Holding, Paused, Stopped or Blind.</summary>
    Phase,

    /// <summary>No restart on Unknown, nor on fewer failures in a row than asked for.</summary>
    Unknown,

    /// <summary>No restart of what the last look found well or changed.</summary>
    LastLook,

    /// <summary>A stale epoch changes nothing.</summary>
    Epoch,

    /// <summary>Every decision has its reason, also the one not to act.</summary>
    Reasoned,

    /// <summary>The phase says what the rest of the state says, and nothing grows for ever.</summary>
    Consistent,

    /// <summary>Nothing waits for what never comes.</summary>
    Progress,

    /// <summary>A pause holds while one stands, and no moment longer.</summary>
    PauseEnds,

    /// <summary>A persistent hang is always acted upon.</summary>
    HangActedUpon,

    /// <summary>Whoever is told that something is wrong is told its end; steps count up without gaps, in one story at a time.</summary>
    Story,

    /// <summary>What the journal holds replays to the same decisions and the same state.</summary>
    Replay,
}
