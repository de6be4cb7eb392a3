namespace Watchdog.Config.Format;

/// <summary>The keys of the file.</summary>
internal static class FileFormat
{
    public const string Defaults = "defaults";

    private static readonly JournalConfig BlankJournal = new();

    private static readonly DurationForm Hold = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    private static readonly Section<WatchdogConfig> Journal = new([
        new ValueKey<WatchdogConfig, int>("keepDays", new IntForm(1, 3650), c => c.Journal.KeepDays,
            (c, v) => c with { Journal = c.Journal with { KeepDays = v } },
            "How many days are kept."),
        new ValueKey<WatchdogConfig, Size>("maxSize", new SizeForm(1 << 20, 1L << 40), c => new(c.Journal.MaxSize, null),
            (c, v) => c with { Journal = c.Journal with { MaxSize = v.Bytes ?? BlankJournal.MaxSize } },
                "How much all of it may take; the oldest days go first."),
    ]);

    private static readonly Section<WatchdogConfig> Host = new([
        new ValueKey<WatchdogConfig, TimeSpan?>("doubtAtMost", Hold, c => c.Host.DoubtAtMost,
            (c, v) => c with { Host = c.Host with { DoubtAtMost = v!.Value } },
            "How long doubt about ourselves (our own control probe is slow, we run late, hardly a descriptor is left) may hold back what is provably frozen."),
        new ValueKey<WatchdogConfig, TimeSpan?>("correlatedHoldAtMost", Hold, c => c.Host.CorrelatedHoldAtMost,
            (c, v) => c with { Host = c.Host with { CorrelatedHoldAtMost = v!.Value } },
            "How long nothing is restarted because at least 3 services, and 40 % of all, are suspect at once; then one by one."),
    ]);

    public static readonly Section<WatchdogConfig> Keys = new([
        new ValueKey<WatchdogConfig, string?>("$schema", new TextForm("the path of the JSON schema"), _ => null, (c, _) => c,
            "For editors: where this schema lies."),
        new DefaultsKey("Takes any key of a service, and stands under each of them: objects merge key by key, anything else is replaced by what the service says."),
        new ServicesKey("What is watched, by a name of your own.") { Required = true },
        new GroupKey<WatchdogConfig>("journal", Journal, "How long the journal is kept."),
        new ValueKey<WatchdogConfig, ReportConfig?>("report", ReportForm.Whole, c => c.Report, (c, v) => c with { Report = v }, "A report of the last day, sent once a day."),
        new GroupKey<WatchdogConfig>("host", Host, "When what fails is rather the machine's or our own fault than the services'."),
        NotifyFormat.Notifiers,
        NotifyFormat.Heartbeat,
        RoutingFormat.Routes,
        RoutingFormat.QuietHours,
        EvidenceFormat.Key,
    ]);

    public static WatchdogConfig Blank(string path) => new() { Path = path, Services = [] };
}
