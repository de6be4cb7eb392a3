using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>
/// Puts a service over the defaults: objects key by key, anything else replaces. A check or manager of which the defaults do not say what it is about
/// (<c>"liveness": { "interval": "30s" }</c>) applies only to services that have one.
/// </summary>
internal static class DefaultsMerge
{
    private const string Checks = "checks";

    private static readonly IReadOnlyList<string> CheckEssentials = new CheckForm("", Core.CheckKind.Custom).Essentials;

    public static Node Apply(Node? defaults, Node service)
    {
        if (defaults is not { Kind: NodeKind.Object } || service.Kind != NodeKind.Object) return service;
        var relevant = defaults.Empty();
        foreach (var member in defaults.Members)
        {
            var own = service.Find(member.Name);
            if (member.Name == Checks) relevant.Members.Add(member with { Value = RelevantChecks(member.Value, own) });
            else if (own is not null || IsComplete(member)) relevant.Members.Add(member);
        }

        return Merge(relevant, service);
    }

    private static bool IsComplete(in Member member)
    {
        var name = member.Name;
        return HasAny(member.Value, ServiceFormat.Keys.Keys.FirstOrDefault(key => key.Name == name)?.Essentials ?? []);
    }

    private static Node RelevantChecks(Node defaults, Node? own)
    {
        if (defaults.Kind != NodeKind.Object) return defaults;
        var relevant = defaults.Empty();
        relevant.Members.AddRange(defaults.Members.Where(member => own?.Find(member.Name) is not null
            || HasAny(member.Value, CheckEssentials)));
        return relevant;
    }

    private static bool HasAny(Node node, IReadOnlyList<string> essentials) =>
        essentials.Count == 0 || node.Kind != NodeKind.Object || essentials.Any(key => node.Find(key) is not null);

    private static Node Merge(Node defaults, Node own)
    {
        if (defaults.Kind != NodeKind.Object || own.Kind != NodeKind.Object) return own;
        var merged = own.Empty();
        foreach (var member in own.Members)
        {
            merged.Members.Add(defaults.Find(member.Name) is { } underneath ? member with { Value = Merge(underneath, member.Value) }
                : member);
        }

        merged.Members.AddRange(defaults.Members.Where(member => own.Find(member.Name) is null));
        return merged;
    }
}
