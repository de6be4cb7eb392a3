namespace Watchdog.Journal;

/// <summary>Where inputs and decisions are written before anything is done.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends one line. With <paramref name="durable"/> it is on the disk when this returns. Never throws: when it cannot be written (a full disk),
    /// that is logged once, counted, and tried again with the next line.
    /// </summary>
    /// <returns>Whether it was written.</returns>
    bool Append(JournalEntry entry, bool durable);
}
