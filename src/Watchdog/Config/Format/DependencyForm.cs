using System.Text.Json;
using Watchdog.Config.Reading;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Config.Format;

/// <summary>One of <c>dependsOn</c>: the name of a service, or a check of its own.</summary>
internal sealed class DependencyForm : Form<DependencyConfig?>
{
    private static readonly TextForm Name = new("the name of a service");
    private static readonly CheckForm Inline = new("dependency", CheckKind.Custom, CheckFormat.Inline);

    /// <summary>What an inline check is called in a sentence; without what of a URL may be secret.</summary>
    public static string NameOf(CheckTarget target) => target switch
    {
        HttpTarget { UnixSocket: { } socket } => $"url {socket}",
        HttpTarget http => $"url {PlainUrl.Of(http.Url)}",
        TcpTarget tcp => $"tcp {TcpText.Format(tcp)}",
        CommandTarget command => $"command {Words.Line(command.Command.FirstOrDefault() ?? "")}",
        _ => "",
    };

    public override void Write(EffectiveWriter output, DependencyConfig? value)
    {
        if (value!.Check is { } check) Inline.Write(output, check);
        else Name.Write(output, value.Name);
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteStartArray("anyOf");
        schema.WriteStartObject();
        Name.WriteSchema(schema);
        schema.WriteEndObject();
        schema.WriteStartObject();
        Inline.WriteSchema(schema);
        schema.WriteEndObject();
        schema.WriteEndArray();
    }

    protected override bool Parse(Node node, Findings findings, out DependencyConfig? value)
    {
        value = null;
        if (node.Kind == NodeKind.Object)
        {
            if (!Inline.TryRead(node, findings, out var check) || check is null) return false;
            value = new DependencyConfig("", check);        // named once its secrets are known
            return true;
        }

        if (!Name.TryRead(node, findings, out var name)) return false;
        value = new DependencyConfig(name!);
        return true;
    }
}
