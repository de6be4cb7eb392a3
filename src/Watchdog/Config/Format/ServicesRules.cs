using System.IO.Enumeration;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What must hold between services.</summary>
internal static class ServicesRules
{
    public static void Check(IReadOnlyList<(ServiceConfig Service, Node Node)> services, Findings findings)
    {
        CheckUnits(services, findings);
        CheckCycles(services, findings);
    }

    /// <summary>Whether it depends on services that there are, whatever else is wrong with it.</summary>
    public static void CheckNames(string service, Node node, HashSet<string> names, Findings findings)
    {
        foreach (var item in node.Find("dependsOn")?.Items ?? [])
        {
            if (item.Kind != NodeKind.String || names.Contains(item.Text)) continue;
            var nearest = item.IsSecret ? null : Nearest.To(item.Text, names.Where(name => name != service));
            findings.Error(item, $"there is no service \"{item.Shown}\"; {(nearest is null ? "name one of this file" : $"did you mean \"{nearest}\"?")}");
        }
    }

    private static void CheckUnits(IReadOnlyList<(ServiceConfig Service, Node Node)> services, Findings findings)
    {
        var owners = new Dictionary<ManagerConfig, string>();
        var globs = new List<(SystemdConfig Manager, string Name)>();
        foreach (var (service, node) in services)
        {
            if (service.Manager is ProcessConfig) continue;
            if (!owners.TryAdd(service.Manager, service.Name)) SayTwice(service, node, owners[service.Manager], findings);
            else if (service.Manager is SystemdConfig { IsGlob: true } glob) globs.Add((glob, service.Name));
        }

        foreach (var (service, node) in services)
        {
            if (service.Manager is not SystemdConfig { IsGlob: false } unit) continue;
            foreach (var (glob, name) in globs.Where(glob => Matches(glob.Manager, unit))) SayTwice(service, node, name, findings);
        }
    }

    private static void SayTwice(ServiceConfig service, Node node, string other, Findings findings)
    {
        var place = node.Find(service.Manager.Key);
        foreach (var member in place?.Members ?? [])
        {
            if (member.Value.Kind == NodeKind.String && service.Manager.KnownAs.StartsWith(member.Value.Text, StringComparison.Ordinal)) place = member.Value;
        }

        findings.Error(place ?? node, $"{service.Manager.KnownAs} belongs to the service \"{other}\" already, and two would restart it against each other; put their checks into one");
    }

    /// <summary>Character classes are left to systemd: what overlaps there shows at run time.</summary>
    private static bool Matches(SystemdConfig glob, SystemdConfig unit) =>
        glob.Scope == unit.Scope && !glob.Unit.Contains('[')
        && FileSystemName.MatchesSimpleExpression(glob.Unit.Replace("\\", "\\\\", StringComparison.Ordinal), unit.Unit, ignoreCase: false);

    private static IEnumerable<string> Services(ServiceConfig service) =>
        service.DependsOn.Where(one => one.Check is null).Select(one => one.Name).Distinct();

    /// <summary>
    /// Takes away what depends on nothing that is left, until only cycles and what leads into them remain; then follows one way through each. Without
    /// recursion, as a file may chain a hundred thousand.
    /// </summary>
    private static void CheckCycles(IReadOnlyList<(ServiceConfig Service, Node Node)> services, Findings findings)
    {
        var left = services.ToDictionary(one => one.Service.Name);
        var users = left.Values.SelectMany(one => Services(one.Service).Select(on => (on, user: one.Service.Name)))
            .ToLookup(edge => edge.on, edge => edge.user);
        var waiting = left.Values.ToDictionary(one => one.Service.Name, one => Services(one.Service).Count(left.ContainsKey));
        var free = new Queue<string>(waiting.Where(one => one.Value == 0).Select(one => one.Key));
        while (free.TryDequeue(out var name))
        {
            left.Remove(name);
            foreach (var user in users[name])
            {
                if (--waiting[user] == 0) free.Enqueue(user);
            }
        }

        var seen = new HashSet<string>();
        foreach (var start in left.Keys)
        {
            var way = new List<string>();
            var at = start;
            while (seen.Add(at))
            {
                way.Add(at);
                at = Services(left[at].Service).First(left.ContainsKey);
            }

            var from = way.IndexOf(at);
            if (from < 0) continue;
            var node = left[at].Node;
            findings.Error(node.Find("dependsOn") ?? node, $"these depend on each other in a circle: {string.Join(" -> ", way[from..])} -> {at}; take one of them out");
        }
    }
}
