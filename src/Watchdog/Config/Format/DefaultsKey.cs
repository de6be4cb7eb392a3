using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What every service has unless it says otherwise. Read here only to find its mistakes, once.</summary>
internal sealed class DefaultsKey(string doc) : Key<WatchdogConfig>(FileFormat.Defaults, doc)
{
    public override WatchdogConfig Read(WatchdogConfig owner, Node node, Findings findings)
    {
        findings.Partial = true;
        ServiceFormat.Keys.TryRead(ServiceFormat.Blank(), node, findings, out _);
        findings.Partial = false;
        return owner;
    }

    public override void Write(EffectiveWriter output, WatchdogConfig owner)
    {
        // They stand in each service.
    }

    public override void WriteSchema(Utf8JsonWriter schema, WatchdogConfig blank) => schema.WriteString("$ref", "#/$defs/service");
}
