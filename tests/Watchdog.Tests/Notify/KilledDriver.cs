using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;
using Watchdog.Notify.Sending;

namespace Watchdog.Tests.Notify;

/// <summary>
/// A process that puts messages into an outbox and sends them, as the daemon does, to be killed at any moment: <c>FOLDER URL STORY FIRST COUNT</c>. It begins
/// when it is told to by a line, says each message that is on the disk, and ends when all have been sent.
/// </summary>
internal static class KilledDriver
{
    public static async Task<int> Main(string[] args)
    {
        var time = TimeProvider.System;
        var log = NullLogger.Instance;
        using var factory = new NotifierFactory(time);
        var config = DeliveryRig.Webhook("n", new Uri(args[1]));
        if (Console.In.ReadLine() is null) return 1;

        var outbox = new Outbox(new OutboxFiles(args[0], time, log), time, log);
        await using var delivery = new Delivery(outbox, factory.Create, time, log);
        delivery.Use([config]);
        var (first, count) = (int.Parse(args[3], null), int.Parse(args[4], null));
        for (var i = first; i < first + count; i++)
        {
            var id = $"{args[2]}/{i}";
            delivery.Add(Samples.Of(MessageKind.Also).Message with { Id = id, Story = args[2], At = time.GetUtcNow() }, ["n"]);
            Console.Out.WriteLine(id);
        }

        while (!outbox.IsEmpty) await Task.Delay(2);
        return 0;
    }
}
