using Watchdog.Config;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;
using Watchdog.Notify.Sending;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Notify;

/// <summary>An outbox and its couriers under virtual time, with notifiers that are real or the test's.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly NotifierFactory _factory;
    private int _inFlight, _begun;

    public DeliveryRig()
    {
        _factory = new NotifierFactory(Time);
        Delivery = Open();
    }

    public TestTimeProvider Time { get; } = new();

    public CapturedLog Log { get; } = new();

    public Delivery Delivery { get; private set; }

    public Outbox Outbox { get; private set; } = null!;

    /// <summary>Tries until now.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>In place of the real one, by name.</summary>
    public Dictionary<string, Func<Outgoing, CancellationToken, Task<SendResult>>> Fakes { get; } = [];

    public static NotifierConfig Webhook(string name, Uri url) => new()
    {
        Name = name,
        Target = new WebhookConfig { To = url },
        RateMessages = 10_000,
        Secrets = Secrets.Of([url.OriginalString]),
    };

    public static NotifierConfig Fake(string name, int messages = 10_000) => Webhook(name, new Uri("http://127.0.0.1:1/")) with { RateMessages = messages };

    public void Use(params NotifierConfig[] notifiers) => Delivery.Use([.. notifiers]);

    public void Add(string id, params string[] notifiers) =>
        Delivery.Add(Samples.Of(MessageKind.Also).Message with { Id = id, Story = id.Split('/')[0], At = Time.GetUtcNow() }, [.. notifiers]);

    public Task EmptyAsync() => Eventually.TrueAsync(() => Outbox.IsEmpty, () => $"an empty outbox; the log has {string.Join(" | ", Log.Messages)}");

    /// <summary>
    /// Lets time pass until it has come true; not while a request is under way, unless it is known to hang, and not while nobody waits for the time: a
    /// courier that has yet to begin would do so late.
    /// </summary>
    public async Task PassAsync(Func<bool> until, TimeSpan step, TimeSpan atMost, Func<bool>? hangs = null)
    {
        var end = Time.Uptime + atMost;
        while (!until())
        {
            Assert.True(Time.Uptime < end, $"it did not come to this within {atMost} of virtual time; the log has {string.Join(" | ", Log.Messages)}");
            await Eventually.TrueAsync(
                () => until() || hangs?.Invoke() == true || (Volatile.Read(ref _inFlight) == 0 && Time.IsAwaited), "a courier that waits for the time");
            await Task.Delay(1);
            if (!until()) Time.Advance(step);
        }
    }

    /// <summary>As another process finds it.</summary>
    public async Task RestartAsync(params NotifierConfig[] notifiers)
    {
        await Delivery.DisposeAsync();
        Delivery = Open();
        Use(notifiers);
    }

    public async ValueTask DisposeAsync()
    {
        await Delivery.DisposeAsync();
        _factory.Dispose();
        _folder.Dispose();
    }

    private Delivery Open()
    {
        Outbox = new Outbox(new OutboxFiles(_folder.Directories.Outbox, Time, Log), Time, Log);
        return new Delivery(Outbox, Build, Time, Log);
    }

    private Counted Build(NotifierConfig config) => new Counted(this, Fakes.TryGetValue(config.Name, out var fake) ? new FakeNotifier(fake) : _factory.Create(config));

    private sealed class FakeNotifier(Func<Outgoing, CancellationToken, Task<SendResult>> send) : INotifier
    {
        public TimeSpan Deadline { get; } = TimeSpan.FromSeconds(10);

        public Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel) => send(outgoing, cancel);
    }

    private sealed class Counted(DeliveryRig rig, INotifier inner) : INotifier
    {
        public TimeSpan Deadline => inner.Deadline;

        public async Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel)
        {
            Interlocked.Increment(ref rig._inFlight);
            Interlocked.Increment(ref rig._begun);
            try
            {
                return await inner.SendAsync(outgoing, cancel);
            }
            finally
            {
                Interlocked.Decrement(ref rig._inFlight);
            }
        }
    }
}
