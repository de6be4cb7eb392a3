using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;

namespace Watchdog.Cli.Handlers;

/// <summary>Messages that wait for the next who sends: the daemon, or a round.</summary>
internal sealed class LaterOutbox(Directories directories) : IOutbox
{
    private readonly Outbox _outbox = new(new OutboxFiles(directories.Outbox, TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);

    public void Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore = null) => _outbox.Add(message, notifiers, notBefore);
}
