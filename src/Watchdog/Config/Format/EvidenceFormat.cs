namespace Watchdog.Config.Format;

/// <summary>The keys of <c>evidence</c>.</summary>
internal static class EvidenceFormat
{
    private static readonly EvidenceConfig Blank = new();

    private static readonly Section<WatchdogConfig> Keys = new([
        Of("enabled", new BoolForm(), e => e.Enabled, (e, v) => e with { Enabled = v },
            "Whether evidence is taken before a restart. `watchdog evidence SERVICE` takes it in any case."),
        Of<TimeSpan?>("timeout", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), e => e.Timeout, (e, v) => e with { Timeout = v!.Value },
            "How long all of it may take, from the decision on; a restart waits no longer for it."),
        Of("maxSize", new SizeForm(64 << 10, 1L << 30), e => new(e.MaxSize, null), (e, v) => e with { MaxSize = v.Bytes ?? Blank.MaxSize },
            "How much one bundle may take."),
        Of("keep", new SizeForm(1 << 20, 1L << 40), e => new(e.Keep, null), (e, v) => e with { Keep = v.Bytes ?? Blank.Keep },
            "How much all bundles may take; the oldest go first."),
        Of("keepBundles", new IntForm(1, 10_000), e => e.KeepBundles, (e, v) => e with { KeepBundles = v },
            "How many bundles are kept at most."),
        Of("stacks", new StacksForm(), e => e.Stacks, (e, v) => e with { Stacks = v },
            "Which tools may be asked for stacks: \"auto\" for whatever fits the process and is there, \"off\", or a list. They hold the process still while they look."),
    ]);

    public static readonly GroupKey<WatchdogConfig> Key = new("evidence", Keys, "What is taken down before a restart destroys it, and how much of that is kept.");

    private static ValueKey<WatchdogConfig, T> Of<T>(string name, Form<T> form, Func<EvidenceConfig, T> get, Func<EvidenceConfig, T, EvidenceConfig> set, string doc) =>
        new(name, form, c => get(c.Evidence), (c, v) => c with { Evidence = set(c.Evidence, v) }, doc);
}
