namespace Watchdog.Journal;

/// <summary>Takes the lines of the journal as they are read, oldest first.</summary>
internal interface IJournalSink
{
    /// <summary>A run of passes; its texts are valid until this returns.</summary>
    void Take(in PassLine passes);

    /// <summary>Anything else, and a run of passes that an older or later version wrote.</summary>
    void Take(JournalEntry entry);
}
