using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>What <c>notify --test</c> sends.</summary>
internal static class TestMessage
{
    public static Message Create(string notifier, string host, DateTimeOffset now)
    {
        // Each test is a story of its own.
        var id = string.Create(CultureInfo.InvariantCulture, $"test-{now.UtcDateTime:yyyyMMdd-HHmmss}-{notifier}");
        return new Message
        {
            Id = id,
            Story = id,
            Kind = MessageKind.Test,
            Level = AlertLevel.Info,
            Host = host,
            At = now,
            Title = $"Test of notifier {notifier}: all is well",
            Facts = [new MessageFact("Sent by", "watchdog notify --test")],
        };
    }
}
