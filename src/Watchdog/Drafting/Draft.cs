namespace Watchdog.Drafting;

/// <summary>The draft of a configuration. Pure.</summary>
internal static class Draft
{
    private const int LongestName = 120;
    private const string Suffix = ".service";

    /// <summary>The whole file.</summary>
    /// <param name="services">What is watched.</param>
    /// <param name="left">What is not, and why.</param>
    /// <param name="context">Of the machine.</param>
    /// <param name="date">Of today.</param>
    public static string File(IReadOnlyList<NamedService> services, IReadOnlyCollection<LeftOut> left, DraftContext context, DateOnly date)
    {
        string[] head =
        [
            $"Drafted by `watchdog init` on {date:yyyy-MM-dd} from what listens on this machine. Read it and take out what you do not want restarted; then",
            "\"watchdog validate\" says whether it is right, and \"watchdog validate --effective\" shows all that is not said here.",
        ];
        var root = new List<Part>();
        if (context.Schema is { } schema) root.Add(new ValuePart(["Lets your editor complete keys and explain them."], "$schema", Quoted.Json(schema)));
        root.Add(new ObjectPart([], "services", [.. Named(services)]) { IsWide = true });
        return DraftText.File(head, root, Tail(left));
    }

    /// <summary>Only the services, to be put into a file that is there.</summary>
    public static string Keys(IReadOnlyList<NamedService> services) => DraftText.Keys(Named(services), level: 2);

    private static IEnumerable<Part> Named(IReadOnlyList<NamedService> services)
    {
        var taken = new HashSet<string>();
        foreach (var service in services)
        {
            var name = NameOf(service.Unit);
            for (var i = 2; !taken.Add(name); i++) name = $"{NameOf(service.Unit)}-{i}";
            yield return new ObjectPart([.. service.Notes], name, service.Parts) { IsWide = true };
        }
    }

    private static IEnumerable<string> Tail(IReadOnlyCollection<LeftOut> left) =>
        left.Count == 0 ? [] : ["", "What listens too, and is not watched by this:", .. left.Select(one => $"- {Quoted.Line(one.ToString(), 400)}")];

    /// <summary>A unit's name may have characters (<c>\x2d</c>) that a service's may not.</summary>
    private static string NameOf(string unit)
    {
        var stem = unit.EndsWith(Suffix, StringComparison.Ordinal) ? unit[..^Suffix.Length] : unit;
        var name = string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or ':' or '-' ? c : '-')).TrimStart('.', '_', '@', ':', '-');
        return name.Length == 0 ? "service" : name[..Math.Min(name.Length, LongestName)];
    }
}
