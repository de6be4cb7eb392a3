using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Notify.Presets;

namespace Watchdog.Notify.Sending;

/// <summary>Makes of a configuration what sends.</summary>
internal sealed class NotifierFactory(TimeProvider time) : IDisposable
{
    public WebClient Client { get; } = new(time);

    public INotifier Create(NotifierConfig notifier) => notifier.Target switch
    {
        SlackConfig slack => Web(notifier, outgoing => [SlackPreset.Build(slack, outgoing)]),
        DiscordConfig discord => Web(notifier, outgoing => [DiscordPreset.Build(discord, outgoing)]),
        NtfyConfig ntfy => Web(notifier, outgoing => [NtfyPreset.Build(ntfy, outgoing)]),
        PagerDutyConfig pager => Web(notifier, outgoing => PagerDutyPreset.Build(pager, outgoing)),
        WebhookConfig webhook => Web(notifier, outgoing => [WebhookPreset.Build(webhook, outgoing)]),
        ExecConfig exec => new ExecNotifier(exec, notifier.Secrets, new ProcessRunner(time)),
        SmtpConfig smtp => new SmtpNotifier(smtp, notifier.Secrets, time),
        _ => throw new ArgumentException($"{notifier.Name} is of no kind", nameof(notifier)),
    };

    public void Dispose() => Client.Dispose();

    private WebNotifier Web(NotifierConfig notifier, Func<Outgoing, System.Collections.Immutable.ImmutableArray<VendorRequest>> build) => new(Client, build, notifier.Secrets);
}
