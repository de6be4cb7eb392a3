using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>The keys of checks.</summary>
internal static class CheckFormat
{
    public static readonly HttpTarget BlankHttp = new() { Url = null! };
    public static readonly TcpTarget BlankTcp = new(null, 0, null);
    public static readonly CommandTarget BlankCommand = new([]);

    private static readonly Key<CheckConfig> Interval = Judged("interval", Duration(1, 86_400), p => p.Interval,
        (p, v) => p with { Interval = v!.Value },
        "From the start of one look to the start of the next.");

    private static readonly Key<CheckConfig> Timeout = Judged("timeout",
        new DurationForm(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)), p => p.Timeout,
        (p, v) => p with { Timeout = v!.Value }, "For one look, through the last byte.");

    private static readonly Key<CheckConfig> FailureThreshold = Judged("failureThreshold", new IntForm(1, 1000), p => p.FailureThreshold,
        (p, v) => p with { FailureThreshold = v }, "Failures in a row until it is unhealthy.");

    private static readonly Key<CheckConfig> SuccessThreshold = Judged("successThreshold", new IntForm(1, 1000), p => p.SuccessThreshold,
        (p, v) => p with { SuccessThreshold = v }, "Passes in a row until a check that was unhealthy is healthy again.");

    private static readonly Key<CheckConfig> OnFailure = Judged("onFailure",
        new ChoiceForm<OnFailure>(("restart", Core.OnFailure.Restart), ("evidence", Core.OnFailure.Evidence),
            ("alert", Core.OnFailure.Alert)), p => p.OnFailure,
        (p, v) => p with { OnFailure = v }, "What an unhealthy check leads to.");

    private static readonly Section<HttpTarget> Tls = new([
        new ValueKey<HttpTarget, string?>("ca", new TextForm("the full path of a PEM file", Texts.FullPath), t => t.CaFile,
            (t, v) => t with { CaFile = v },
            "PEM file of the authorities to trust instead of the system's."),
        new ValueKey<HttpTarget, bool>("insecure", new BoolForm(), t => t.Insecure, (t, v) => t with { Insecure = v },
            "Accept any certificate."),
    ]);

    private static readonly Section<HttpTarget> Expect = new([
        new ValueKey<HttpTarget, ImmutableArray<int>>("status", new ListForm<int>(new IntForm(100, 599), "[200, 204]"), t => t.Status,
            (t, v) => t with { Status = v },
            "Statuses that pass; left out, 200 to 299."),
        new ValueKey<HttpTarget, ImmutableArray<KeyValuePair<string, JsonElement>>>("json",
            new MapForm<JsonElement>(_ => new JsonForm(), "{ \"/status\": \"ok\" }", Texts.Pointer), t => t.Json, (t, v) =>
                t with { Json = v },
            "JSON pointers into the answer, and the value that must stand there."),
        new ValueKey<HttpTarget, string?>("text", new TextForm("a text", anyCharacter: true, standIn: EffectiveWriter.Mask), t => t.Text, (t, v) => t with { Text = v },
            "Must stand somewhere in the answer."),
        new ValueKey<HttpTarget, TimeSpan?>("latency", new DurationForm(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)),
            t => t.Latency, (t, v) => t with { Latency = v },
            "A later answer degrades the service; it is never a reason to restart."),
    ]);

    private static readonly Key<HttpTarget>[] Http = [
        new ValueKey<HttpTarget, string?>("url", new TextForm("a URL", UrlText.Problem, standIn: "http://0.0.0.0/"), UrlText.Get, (t, v) => UrlText.Set(t, v!),
            "The URL to ask, http or https; %i is the instance of a template unit."),
        new ValueKey<HttpTarget, string?>("unixSocket", new TextForm("the full path of a socket", TcpText.SocketProblem), t => t.UnixSocket,
            (t, v) => t with { UnixSocket = v },
            "Connect to this Unix socket instead of the URL's host and port."),
        new ValueKey<HttpTarget, ImmutableArray<KeyValuePair<string, string?>>>("headers",
            new MapForm<string?>(_ => new TextForm("the value of a header", secret: true, standIn: EffectiveWriter.Mask),
                "{ \"Authorization\": \"Bearer ${credential:token}\" }", Texts.HeaderName),
            t => ImmutableArray.CreateRange(t.Headers, h => KeyValuePair.Create(h.Key, (string?)h.Value)),
            (t, v) => t with { Headers = ImmutableArray.CreateRange(v, h => KeyValuePair.Create(h.Key, h.Value!)) },
            "Sent along. Never shown."),
        new GroupKey<HttpTarget>("tls", Tls, "How an https server is trusted."),
        new GroupKey<HttpTarget>("expect", Expect, "Conditions on the answer."),
        new ValueKey<HttpTarget, ImmutableArray<string?>>("alertOnly",
            new ListForm<string?>(new TextForm("a JSON pointer", Texts.Pointer), "[\"/checks/database\"]"),
            t => ImmutableArray.CreateRange(t.AlertOnly, p => (string?)p), (t, v) =>
                t with { AlertOnly = ImmutableArray.CreateRange(v, p => p!) },
            "JSON pointers of sub-checks whose failure a restart cannot mend."),
    ];

    private static readonly Key<TcpTarget> Tcp = new ValueKey<TcpTarget, string?>("tcp",
        new TextForm("an address such as \"127.0.0.1:6379\"", TcpText.Problem, standIn: "0.0.0.0:1"), TcpText.Format,
        (_, v) => TcpText.Parse(v!), "host:port or unix:/path; being accepted passes.");

    private static readonly Key<CommandTarget> Command = new ValueKey<CommandTarget, ImmutableArray<string?>>("command", Texts.CommandForm,
        t => ImmutableArray.CreateRange(t.Command, a => (string?)a), (_, v) => new CommandTarget(ImmutableArray.CreateRange(v, a => a!)),
        "Program and arguments, without a shell; exit code 0 passes.");

    /// <summary>A check that asks for itself: by URL, TCP or command.</summary>
    public static readonly Section<CheckConfig> Asking = new([
        .. Http.Select(key => Of(key, BlankHttp, "a check with \"url\"")),
        Of(Tcp, BlankTcp, "a check with \"tcp\""),
        Of(Command, BlankCommand, "a check with \"command\""),
        new ValueKey<CheckConfig, ListenerOf>("listener", new ChoiceForm<ListenerOf>(("unit", ListenerOf.Unit), ("any", ListenerOf.Any)),
            c => c.Listener, (c, v) => c with { Listener = v },
            "Whose listener may answer: the unit's own only, or any, where a reverse proxy or a container's port forwarder stands before it."),
        Interval, Timeout, FailureThreshold, SuccessThreshold, OnFailure,
    ]);

    /// <summary>A check without a schedule and thresholds of its own: what a service depends on.</summary>
    public static readonly Section<CheckConfig> Inline = new([
        .. Http.Where(key => key.Name != "alertOnly").Select(key => Of(key, BlankHttp, "a check with \"url\"")),
        Of(Tcp, BlankTcp, "a check with \"tcp\""),
        Of(Command, BlankCommand, "a check with \"command\""),
    ]);

    public static readonly SectionForm<CheckConfig, CheckConfig> AcceptLoop = new(
        new([
            new ValueKey<CheckConfig, string?>("counter", new TextForm("a JSON pointer", Texts.Pointer),
                c => Blank(((CounterTarget)c.Target).Pointer),
                (c, v) => c with { Target = (CounterTarget)c.Target with { Pointer = v! } },
                "JSON pointer of a number in the answer of another check, that advances with every accepted connection.")
            { Required = true },
            new ValueKey<CheckConfig, string>("from", new ChoiceForm<string>(("liveness", CheckDefaults.Liveness),
                ("deepHealth", CheckDefaults.DeepHealth)),
                c => ((CounterTarget)c.Target).From, (c, v) => c with { Target = (CounterTarget)c.Target with { From = v } },
                "The check whose answer the number stands in; left out, liveness if there is one."),
            Judged("stalledAfter", new IntForm(1, 1000), p => p.FailureThreshold, (p, v) => p with { FailureThreshold = v },
                "Looks in a row without advance until it is unhealthy."),
            Unused("interval"), Unused("timeout"),
            SuccessThreshold, OnFailure,
        ]),
        new(CheckDefaults.Policy(CheckDefaults.AcceptLoop, CheckKind.AcceptLoop), new CounterTarget("", "")), "counter");

    public static readonly SectionForm<CheckConfig, CheckConfig> Memory = new(
        new([
            new ValueKey<CheckConfig, Size>("max", new SizeForm(1 << 20, 1L << 50, percent: true),
                c => new(Of(c).MaxBytes, Of(c).MaxPercent), (c, v) => c with { Target = Of(c) with { MaxBytes = v.Bytes, MaxPercent = v.Percent } },
                "The most that its memory may be: a size (\"2000M\"), or a percentage (\"80%\") of the unit's own limit, else of the machine's memory.")
            { Required = true },
            Judged("for", Duration(1, 86_400), p => p.For, (p, v) => p with { For = v!.Value }, "How long it must have been above."),
            Judged("warnAt", new PercentForm(), p => p.WarnAt, (p, v) => p with { WarnAt = v },
                "A warning above this percentage of max, or for a steady climb that reaches max within a day; said once while it stands, never a restart. \"off\" never warns."),
            new ValueKey<CheckConfig, MemorySource?>("source", new ChoiceForm<MemorySource?>(("workingSet", MemorySource.WorkingSet), ("pss", MemorySource.Pss)),
                c => Of(c).Ride is null ? Of(c).Source : null, (c, v) => c with { Target = Of(c) with { Source = v!.Value } },
                "What counts, where we read it: the working set of its cgroup, or the PSS of its processes (shared pages divided; needs its user, or CAP_SYS_PTRACE)."),
            new ValueKey<CheckConfig, string?>("pointer", new TextForm("a JSON pointer", Texts.Pointer), c => Blank(RideOf(c).Pointer),
                (c, v) => c with { Target = Of(c) with { Ride = RideOf(c) with { Pointer = v! } } },
                "Instead of reading it: JSON pointer of a number of bytes in the answer of another check."),
            new ValueKey<CheckConfig, string>("from", new ChoiceForm<string>(("liveness", CheckDefaults.Liveness), ("deepHealth", CheckDefaults.DeepHealth)),
                c => RideOf(c).From, (c, v) => c with { Target = Of(c) with { Ride = RideOf(c) with { From = v } } },
                "The check whose answer the pointer points into; left out, liveness if there is one."),
            Interval, Timeout, FailureThreshold, SuccessThreshold, OnFailure,
        ]),
        new(CheckDefaults.Policy(CheckDefaults.Memory, CheckKind.Memory), new MemoryTarget(null, null)), "max");

    private static DurationForm Duration(int leastSeconds, int mostSeconds) =>
        new(TimeSpan.FromSeconds(leastSeconds), TimeSpan.FromSeconds(mostSeconds));

    private static ValueKey<CheckConfig, T> Judged<T>(string name, Form<T> form, Func<CheckPolicy, T> get,
        Func<CheckPolicy, T, CheckPolicy> set, string doc) =>
        new(name, form, c => get(c.Policy), (c, v) => c with { Policy = set(c.Policy, v) }, doc);

    /// <summary>The counter is read along with another check's answer: these keys are allowed as on any check, and a warning says what counts.</summary>
    private static ValueKey<CheckConfig, TimeSpan?> Unused(string name) =>
        new(name, Duration(1, 86_400), _ => null, (c, _) => c,
            $"Without effect: the counter is read with every answer of its check, whose {name} counts.")
        { IsIdle = true };

    private static PartKey<CheckConfig, TPart> Of<TPart>(Key<TPart> key, TPart blank, string only)
        where TPart : CheckTarget =>
        new(key, c => c.Target as TPart, (c, v) => c with { Target = v }, blank, only);

    private static MemoryTarget Of(CheckConfig memory) => (MemoryTarget)memory.Target;

    private static Ride RideOf(CheckConfig memory) => Of(memory).Ride ?? new Ride("", "");

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
