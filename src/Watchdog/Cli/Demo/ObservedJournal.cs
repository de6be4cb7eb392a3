using System.Threading.Channels;
using Watchdog.Journal;

namespace Watchdog.Cli.Demo;

/// <summary>Passes every entry on, once it has been written; who reads them holds nobody up.</summary>
internal sealed class ObservedJournal(IJournal journal, ChannelWriter<JournalEntry> observer) : IJournal
{
    public bool Append(JournalEntry entry, bool durable)
    {
        var written = journal.Append(entry, durable);
        observer.TryWrite(entry);
        return written;
    }
}
