using System.Collections.Immutable;

namespace Watchdog.Config.Format;

/// <summary>The keys of the file that say how people are told, and who looks after us.</summary>
internal static class NotifyFormat
{
    private static readonly Section<HeartbeatConfig> Beat = new([
        new ValueKey<HeartbeatConfig, string?>("url", new TextForm("a URL", UrlText.Problem, secret: true, standIn: "http://0.0.0.0/"), h => h.Url?.OriginalString,
            (h, v) => h with { Url = new Uri(v!) }, "Asked with GET. Never shown.")
        { Required = true },
        new ValueKey<HeartbeatConfig, TimeSpan?>("every", new DurationForm(TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)), h => h.Every, (h, v) => h with { Every = v!.Value },
            "How often; by the daemon. `check` asks once a round."),
    ]);

    public static readonly Key<WatchdogConfig> Notifiers = new ValueKey<WatchdogConfig, ImmutableArray<KeyValuePair<string, NotifierConfig?>>>("notifiers",
        new MapForm<NotifierConfig?>(name => new NotifierForm(name), "{ \"ops\": { \"slack\": { \"url\": \"${env:SLACK_URL}\" } } }", NotifierTexts.Name),
        c => ImmutableArray.CreateRange(c.Notifiers, n => KeyValuePair.Create(n.Name, (NotifierConfig?)n)),
        (c, v) => c with { Notifiers = ImmutableArray.CreateRange(v, n => n.Value!) },
        "How people are told, by names of your own.");

    public static readonly Key<WatchdogConfig> Heartbeat = new ValueKey<WatchdogConfig, HeartbeatConfig?>("heartbeat",
        new SectionForm<HeartbeatConfig, HeartbeatConfig>(Beat, new HeartbeatConfig((Uri?)null), "url"), c => c.Heartbeat, (c, v) => c with { Heartbeat = v },
        "A dead man's switch: a URL that is asked while, and only while, every service's loop turns. Who misses it calls for help.");
}
