using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>The services, each over the defaults.</summary>
internal sealed class ServicesKey(string doc) : Key<WatchdogConfig>("services", doc)
{
    public override IEnumerable<string> HomesOf(string name) => ServiceFormat.Keys.HomesOf(name).Select(home => Homes.Join(Homes.AnyName, home));

    public override WatchdogConfig Read(WatchdogConfig owner, Node node, Findings findings)
    {
        if (node.Kind != NodeKind.Object)
        {
            findings.Error(node, "this is no object; write { \"NAME\": { \"systemd\": { \"unit\": \"NAME.service\" } } }");
            return owner;
        }

        if (node.Members.Count == 0) findings.Warn(node, "there is no service here, so nothing is watched; add one");
        var defaults = node.Parent?.Find(FileFormat.Defaults);
        var read = new List<(ServiceConfig Service, Node Node)>();
        var names = node.Members.Select(member => member.Name).ToHashSet();
        foreach (var member in node.Members)
        {
            if (Texts.ServiceName(member.Name) is { } wrong) findings.Error(node, member, wrong);
            var own = DefaultsMerge.Apply(defaults, member.Value);
            if (ReadOne(member.Name, own, findings) is { } service) read.Add((service, own));
            ServicesRules.CheckNames(member.Name, own, names, findings);
        }

        ServicesRules.Check(read, findings);
        return owner with { Services = [.. read.Select(one => one.Service)] };
    }

    public override void Write(EffectiveWriter output, WatchdogConfig owner)
    {
        output.Json.WriteStartObject(Name);
        foreach (var service in owner.Services)
        {
            output.Json.WritePropertyName(service.Name);
            EffectiveConfig.WriteService(output.Json, service, reveal: false);
        }

        output.Json.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter schema, WatchdogConfig blank)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("additionalProperties");
        schema.WriteString("$ref", "#/$defs/service");
        schema.WriteEndObject();
    }

    private static ServiceConfig? ReadOne(string name, Node node, Findings findings)
    {
        var before = findings.Errors;
        if (!ServiceFormat.Keys.TryRead(ServiceFormat.Blank() with { Name = name }, node, findings, out var service)
            || findings.Errors > before) return null;
        service = ServiceRules.Complete(service, node, findings);
        return findings.Errors > before ? null : service;
    }
}
