using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Core;
using Watchdog.Notify;

namespace Watchdog.Config.Format;

/// <summary>Which messages go to whom.</summary>
internal sealed class RouteForm : Form<RouteConfig>
{
    private static readonly RouteConfig s_blank = new();

    private static readonly ChoiceForm<MessageKind> s_kind = new(
        ("opened", MessageKind.Opened), ("acted", MessageKind.Acted), ("also", MessageKind.Also), ("holding", MessageKind.Holding), ("reminder", MessageKind.Reminder),
        ("paused", MessageKind.Paused), ("recovered", MessageKind.Recovered), ("ended", MessageKind.Ended), ("note", MessageKind.Note),
        ("host", MessageKind.Host), ("hostRecovered", MessageKind.HostRecovered));

    private static readonly Section<RouteConfig> s_keys = new([
        new ValueKey<RouteConfig, Severity?>("severity", new ChoiceForm<Severity?>(("critical", Severity.Critical), ("background", Severity.Background)),
            r => r.Severity, (r, v) => r with { Severity = v }, "Of services of this severity only; left out, of any."),
        new ValueKey<RouteConfig, ImmutableArray<string?>>("services", new ListForm<string?>(new TextForm("the name of a service, or one with *"), "[\"hermes-*\"]"),
            r => ImmutableArray.CreateRange(r.Services, name => (string?)name), (r, v) => r with { Services = ImmutableArray.CreateRange(v, name => name!) },
            "Of these services only, by name or with *; left out, of any."),
        new ValueKey<RouteConfig, ImmutableArray<MessageKind>>("kinds", new ListForm<MessageKind>(s_kind, "[\"holding\", \"opened\"]"),
            r => r.Kinds, (r, v) => r with { Kinds = v },
            "Only these; left out, all that are told. Those named here are told of background services too. Whoever was told of something is told its end in any case."),
        new ValueKey<RouteConfig, AlertLevel?>("level", new ChoiceForm<AlertLevel?>(("info", AlertLevel.Info), ("warning", AlertLevel.Warning), ("critical", AlertLevel.Critical)),
            r => r.Level, (r, v) => r with { Level = v }, "Only what is at least as loud; left out, all."),
        new ValueKey<RouteConfig, ImmutableArray<string>?>("to", new NotifyForm(least: 1), r => r.To.IsEmpty ? null : r.To, (r, v) => r with { To = v!.Value }, "Notifiers, by name.")
        { Required = true },
    ]);

    public override void Write(EffectiveWriter output, RouteConfig value) => s_keys.Write(output, value);

    public override void WriteSchema(Utf8JsonWriter schema) => s_keys.WriteSchema(schema, s_blank);

    protected override bool Parse(Node node, Findings findings, out RouteConfig value) => s_keys.TryRead(s_blank, node, findings, out value);
}
