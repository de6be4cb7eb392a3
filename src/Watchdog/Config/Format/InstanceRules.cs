using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>Where <c>%i</c> must stand and where it cannot.</summary>
internal static class InstanceRules
{
    public static void Check(ManagerConfig manager, CheckTarget target, Node node, Findings findings)
    {
        var place = node.Find("url") ?? node.Find("tcp") ?? node.Find("command") ?? node;
        if (place.Kind == NodeKind.Unresolved) return;

        var uses = Uses(target);
        if (manager is SystemdConfig { IsGlob: true } systemd)
        {
            if (uses && !systemd.Unit.Contains('@'))
            {
                findings.Error(place, $"%i is the instance of a template, what stands after the @; {systemd.Unit} has none, so give each of its units a service of its own");
            }
            else if (!uses && target is HttpTarget or TcpTarget)
            {
                findings.Error(place, $"all instances of {systemd.Unit} would be asked at one address; write %i where the instance belongs, such as http://127.0.0.1:80%i/health");
            }
        }
        else if (uses && target is not CommandTarget)
        {
            findings.Error(place, "%i is the instance of a template glob (hello-agent@*.service); this service is none, so write what belongs there");
        }
    }

    /// <summary>What a service depends on may well be one for all instances.</summary>
    public static void CheckInline(ManagerConfig manager, CheckTarget target, Node node, Findings findings)
    {
        if (manager is not SystemdConfig { IsGlob: true } || Uses(target)) Check(manager, target, node, findings);
    }

    private static bool Uses(CheckTarget target) => target switch
    {
        HttpTarget http => http.UrlTemplate is not null || http.UnixSocket?.Contains(UrlText.Instance, StringComparison.Ordinal) == true,
        TcpTarget tcp => tcp.Template is not null,
        CommandTarget command => command.Command.Any(argument => argument.Contains(UrlText.Instance, StringComparison.Ordinal)),
        _ => false,
    };
}
