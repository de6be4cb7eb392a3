using System.Collections.Immutable;
using Watchdog.Notify;

namespace Watchdog.Tests.Reporting;

/// <summary>Keeps what it is given; a message that it knows for a notifier is not added again.</summary>
internal sealed class FakeOutbox : IOutbox
{
    private readonly List<(Message Message, string Notifier)> _messages = [];

    public IReadOnlyList<Message> Messages
    {
        get { lock (_messages) return [.. _messages.Select(one => one.Message)]; }
    }

    /// <summary>Called for each message before it is kept; a test may throw there, as if we had been killed.</summary>
    public Action OnAdd { get; set; } = () => { };

    public void Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore = null)
    {
        lock (_messages)
        {
            foreach (var notifier in notifiers)
            {
                if (!_messages.Any(one => one.Message.Id == message.Id && one.Notifier == notifier)) _messages.Add((message, notifier));
            }
        }

        OnAdd();
    }
}
