using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What tells how much is in flight.</summary>
internal sealed class BusyForm : Form<BusyConfig?>
{
    private static readonly string[] Ways = ["pointer", "command"];

    private static readonly Section<BusyConfig> Keys = new([
        new ValueKey<BusyConfig, string?>("pointer", new TextForm("a JSON pointer", Texts.Pointer), b => b.Pointer, (b, v) => b with { Pointer = v },
            "JSON pointer of a number (or true, false) in the answer of another check: how much is in flight."),
        new ValueKey<BusyConfig, string>("from", new ChoiceForm<string>(("liveness", CheckDefaults.Liveness), ("deepHealth", CheckDefaults.DeepHealth)),
            b => b.From, (b, v) => b with { From = v }, "The check whose answer it stands in; left out, liveness if there is one."),
        new ValueKey<BusyConfig, ImmutableArray<string?>>("command", Texts.CommandForm, b => ImmutableArray.CreateRange(b.Command, a => (string?)a),
            (b, v) => b with { Command = ImmutableArray.CreateRange(v, a => a!) },
            "Program and arguments, without a shell: it prints how much is in flight, and ends with 0 (1 as well, where it prints a number); printing nothing is 0."),
        new ValueKey<BusyConfig, TimeSpan?>("atMost", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), b => b.AtMost,
            (b, v) => b with { AtMost = v!.Value }, "How long a restart waits for it at most."),
    ]);

    public override bool AllowsNull => true;

    public override IReadOnlyList<string> Essentials => Ways;

    public override IEnumerable<string> HomesOf(string name) => Keys.HomesOf(name);

    public override void Write(EffectiveWriter output, BusyConfig? value) => Keys.Write(output, value!);

    public override void WriteSchema(Utf8JsonWriter schema) => Keys.WriteSchema(schema, new BusyConfig(), allowsNull: true);

    protected override bool Parse(Node node, Findings findings, out BusyConfig? value)
    {
        var read = Keys.TryRead(new BusyConfig(), node, findings, out var busy);
        value = busy;
        if (!read || findings.Partial) return read;
        if (Ways.Count(way => node.Find(way) is not null) != 1) return Wrong(node, findings, "write exactly one of \"pointer\" or \"command\" here: it tells how much is in flight");

        return node.Find("command") is null || node.Find("from") is not { } from || Wrong(from, findings, "this applies to \"pointer\" only; take it out");
    }

    /// <summary>No value of a reference is an object, wherever it can be had.</summary>
    protected override bool TryStandIn(Node node, Findings findings, out BusyConfig? value) => Parse(node, findings, out value);
}
