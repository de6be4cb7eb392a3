using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>Makes one service of a template's instances, where <c>%i</c> makes each of them again. Pure.</summary>
internal static class InstanceGroups
{
    private const string Place = "%i";

    /// <summary>A service for each candidate, and one for all instances of a template that can be told in one.</summary>
    public static IReadOnlyList<NamedService> Of(IReadOnlyList<Candidate> candidates, DraftContext context)
    {
        var services = new List<NamedService>();
        var done = new HashSet<string>();
        foreach (var candidate in candidates)
        {
            var template = candidate.Service.Instance?.Template;
            if (template is not null && done.Contains(template)) continue;
            if (template is not null && Together(candidates.Where(one => one.Service.Instance?.Template == template).ToArray(), context) is { } all)
            {
                done.Add(template);
                services.Add(all);
            }
            else
            {
                services.Add(new NamedService(candidate.Service.Unit, ServiceDraft.Parts(candidate, context), [.. Sayings.Of(candidate, context)]));
            }
        }

        return services;
    }

    /// <summary>Null where they are not alike, or some that run were not seen: the glob would ask those as well.</summary>
    private static NamedService? Together(Candidate[] instances, DraftContext context)
    {
        var first = instances[0].Service.Instance!;
        if (instances.Length < 2 || instances.Length != first.Running || instances.Any(one => one.Interview is null)) return null;

        // Limits are of all of them together, or they would differ by what each happened to use.
        var measured = Measured.Together([.. instances.Select(one => one.Measured)]);
        var alike = instances.Select(one => one with { Measured = measured, Service = one.Service with { Manager = first.Glob } }).ToArray();
        foreach (var template in Templates(alike[0]))
        {
            var all = alike.Select(one => PartsOf(one, template, context)).ToArray();
            if (all.Any(parts => parts is null) || all.Select(parts => DraftText.Bare(parts!.Value)).Distinct().Count() > 1) continue;

            var places = string.Join("; ", instances.Select(one => Sayings.Of(one, context).First().TrimEnd('.')));
            return new NamedService(first.Template.Split(' ')[0].TrimEnd('@'), all[0]!.Value, [$"{places}.", .. Sayings.Of(alike[0], context).Skip(1)]);
        }

        return null;
    }

    /// <summary>The ports, with the instance's name replaced at each place where it stands; the latest place first, as in <c>808%i</c>.</summary>
    private static IEnumerable<string> Templates(Candidate candidate)
    {
        var (port, name) = (PortOf(candidate), candidate.Service.Instance!.Name);
        for (var at = port.Length; name.Length > 0 && at > 0 && (at = port.LastIndexOf(name, at - 1, StringComparison.Ordinal)) >= 0;)
            yield return port[..at] + Place + port[(at + name.Length)..];
    }

    private static ImmutableArray<Part>? PartsOf(Candidate candidate, string template, DraftContext context)
    {
        var port = PortOf(candidate);
        if (template.Replace(Place, candidate.Service.Instance!.Name, StringComparison.Ordinal) != port) return null;
        return ServiceDraft.Parts(candidate, context, address => address.EndsWith($":{port}", StringComparison.Ordinal) ? address[..^port.Length] + template : address);
    }

    private static string PortOf(Candidate candidate) => candidate.Interview!.Port.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
