using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>A check by URL, TCP or command.</summary>
/// <param name="keys">Its keys; null for those of a check that is asked on a schedule.</param>
internal sealed class CheckForm(string name, CheckKind kind, Section<CheckConfig>? keys = null) : Form<CheckConfig?>
{
    private static readonly string[] Ways = ["url", "tcp", "command"];

    private Section<CheckConfig> Keys => keys ?? CheckFormat.Asking;

    public override bool AllowsNull => true;

    public override IReadOnlyList<string> Essentials => Ways;

    public override IEnumerable<string> HomesOf(string name) => Keys.HomesOf(name);

    public override void Write(EffectiveWriter output, CheckConfig? value) => Keys.Write(output, value!);

    public override void WriteSchema(Utf8JsonWriter schema) =>
        Keys.WriteSchema(schema, Blank(CheckFormat.BlankHttp), allowsNull: true);

    protected override bool Parse(Node node, Findings findings, out CheckConfig? value)
    {
        value = null;
        var ways = Ways.Where(way => node.Find(way) is not null).ToArray();
        var unclear = node.Kind == NodeKind.Object && !findings.Partial && ways.Length != 1;
        if (unclear) findings.Error(node, $"a check looks at exactly one of \"url\", \"tcp\" or \"command\"; here {(ways.Length == 0 ? "is none of them" : $"are {string.Join(" and ", ways)}")}");

        CheckTarget blank = ways switch
        {
            ["tcp", ..] => CheckFormat.BlankTcp,
            ["command", ..] => CheckFormat.BlankCommand,
            _ => CheckFormat.BlankHttp,
        };

        // Of what is unclear, nothing can be said to belong elsewhere.
        findings.Partial |= unclear;
        var read = Keys.TryRead(Blank(blank), node, findings, out var check);
        findings.Partial &= !unclear;
        value = check is null ? null : check with { Policy = check.Policy with { Diagnosable = kind != CheckKind.Custom && check.Target is HttpTarget or TcpTarget } };
        return read;
    }

    /// <summary>No value of a reference is an object, wherever it can be had.</summary>
    protected override bool TryStandIn(Node node, Findings findings, out CheckConfig? value) => Parse(node, findings, out value);

    private CheckConfig Blank(CheckTarget target) => new(CheckDefaults.Policy(name, kind), target);
}
