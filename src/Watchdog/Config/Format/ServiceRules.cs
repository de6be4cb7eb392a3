using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What must hold between the keys of one service.</summary>
internal static class ServiceRules
{
    /// <summary>A timeout of more than this many intervals is probably a slip of the pen.</summary>
    private const int AbsurdTimeout = 4;

    /// <summary>The service with all that follows from its other keys.</summary>
    public static ServiceConfig Complete(ServiceConfig service, Node node, Findings findings)
    {
        CheckManager(node, findings);
        CheckCommand(service, node, findings);
        CheckBackoff(service, node, findings);
        CheckMaintenance(service, node, findings);
        service = RideRules.Complete(service, node, findings);
        if (service.Manager is ContainerConfig) service = service with { Checks = [.. service.Checks.Select(check => BehindForwarder(check, node))] };
        foreach (var check in service.Checks)
        {
            if (NodeOf(node, check.Policy.Name) is not { } place) continue;
            InstanceRules.Check(service.Manager, check.Target, place, findings);
            CheckTimes(check, place, findings);
            WarnOfLocalhost(check.Target, place, findings);
        }

        var masked = Masked(node, "").ToArray();
        var secrets = Secrets.Of(masked.SelectMany(secret => secret.Node.Secrets));
        return WaitingRules.Complete(service with
        {
            Manager = service.Manager switch
            {
                ProcessConfig process => process with { Secrets = secrets },
                CommandConfig command => command with { Secrets = secrets },
                var other => other,
            },
            Policy = service.Policy with { Name = service.Name, Checks = [.. service.Checks.Select(check => check.Policy)] },
            Masked = [.. masked.Select(secret => secret.Path)],
            Secrets = secrets,
        }, node, findings);
    }

    private static void CheckManager(Node node, Findings findings)
    {
        var managers = ManagerFormat.Keys.Select(key => key.Name).Where(name => node.Find(name) is { Kind: not NodeKind.Null }).ToArray();
        if (managers.Length == 1) return;
        findings.Error(node, managers.Length == 0
            ? $"nobody is named who runs it; add \"systemd\": {{ \"unit\": \"NAME.service\" }} (or one of {string.Join(", ", ManagerFormat.Keys.Skip(1).Select(key => key.Name))})"
            : $"a service has one manager, here are {string.Join(" and ", managers)}; keep one of them");
    }

    /// <summary>Without its process, a new run could not be told from the old one, and no restart would ever be proven.</summary>
    private static void CheckCommand(ServiceConfig service, Node node, Findings findings)
    {
        if (service.Manager is not CommandConfig command || node.Find(command.Key) is not { Kind: NodeKind.Object } place) return;
        if (command.Restart.IsEmpty && (command.Start.IsEmpty || command.Stop.IsEmpty)) findings.Error(place, "it cannot be restarted like this; add \"restart\", or both \"stop\" and \"start\"");
        if (command.Pid.IsEmpty) findings.Error(place, "its process cannot be told like this; add \"pid\", a command that prints its id: [\"cat\", \"/run/web.pid\"]");
    }

    private static void CheckBackoff(ServiceConfig service, Node node, Findings findings)
    {
        var (initial, max) = service.Policy.Backoff;
        if (initial <= max) return;
        var place = node.Find("restart")?.Find("backoff") ?? node;
        findings.Error(place, $"initial ({Durations.Format(initial)}) is longer than max ({Durations.Format(max)}); make max the longer one");
    }

    /// <summary>Nothing is paused for ever: from any Monday on, the windows must leave a gap within two weeks.</summary>
    private static void CheckMaintenance(ServiceConfig service, Node node, Findings findings)
    {
        var monday = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        var at = monday;
        while (at - monday < TimeSpan.FromDays(14))
        {
            var open = service.Maintenance.Select(window => window.At(at)).FirstOrDefault(span => span?.From <= at);
            if (open is null) return;
            at = open.Value.To;
        }

        findings.Error(node.Find("maintenance") ?? node, "these windows leave no time in which the service would be kept; make them shorter, or take the service out");
    }

    private static void CheckTimes(CheckConfig check, Node node, Findings findings)
    {
        var policy = check.Policy;
        if (node.Find("timeout") is { } timeout && policy.Timeout > AbsurdTimeout * policy.Interval)
        {
            findings.Warn(timeout, $"this is more than {AbsurdTimeout} times the interval ({Durations.Format(policy.Interval)}); a hanging service would be noticed late");
        }

        if (check.Target is HttpTarget { Latency: { } latency } && latency >= policy.Timeout
            && node.Find("expect")?.Find("latency") is { } late)
        {
            findings.Warn(late, $"this is not below the timeout ({Durations.Format(policy.Timeout)}), so it never applies; make it shorter");
        }
    }

    private static void WarnOfLocalhost(CheckTarget target, Node node, Findings findings)
    {
        var (key, host) = target switch
        {
            HttpTarget { UnixSocket: null } http => ("url", http.Url.Host),
            TcpTarget { Host: { } name } => ("tcp", name),
            _ => ("", ""),
        };
        if (!host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || node.Find(key) is not { } place) return;
        findings.Warn(place, "localhost may be ::1 as well as 127.0.0.1, where something else may listen; write the address that the service listens on");
    }

    /// <summary>
    /// A container's published port is answered by its engine's port forwarder, or sent on by the kernel: taken for a foreign process, it would keep the container
    /// from ever being restarted.
    /// </summary>
    private static CheckConfig BehindForwarder(CheckConfig check, Node node) =>
        check.Target is HttpTarget or TcpTarget && NodeOf(node, check.Policy.Name)?.Find("listener") is null ? check with { Listener = ListenerOf.Any } : check;

    private static Node? NodeOf(Node service, string check) => service.Find(check) ?? service.Find("checks")?.Find(check);

    internal static IEnumerable<(string Path, Node Node)> Masked(Node node, string path)
    {
        if (node.IsSecret) yield return (path, node);
        foreach (var member in node.Members)
        {
            foreach (var inner in Masked(member.Value, EffectiveWriter.Join(path, member.Name))) yield return inner;
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            foreach (var inner in Masked(node.Items[i], EffectiveWriter.Join(path, $"[{i}]"))) yield return inner;
        }
    }
}
