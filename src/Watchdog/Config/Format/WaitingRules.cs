using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>What must hold of that which a restart waits for, and what follows from it.</summary>
internal static class WaitingRules
{
    /// <summary>The service with its inline checks named, and with the check that its busy pointer reads.</summary>
    public static ServiceConfig Complete(ServiceConfig service, Node node, Findings findings)
    {
        if (node.Find("dependsOn") is { Items: var items } && items.Count == service.DependsOn.Length)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (service.DependsOn[i].Check is { } check) InstanceRules.CheckInline(service.Manager, check.Target, items[i], findings);
            }
        }

        if (service.Busy is { Pointer: not null } busy) service = service with { Busy = busy with { From = Source(service, busy, node, findings) } };
        return Named(service);
    }

    /// <summary>The inline checks by what they ask, for an instance by what that instance asks.</summary>
    public static ServiceConfig Named(ServiceConfig service)
    {
        if (service.DependsOn.IsEmpty && service.Busy is null) return service;

        var named = service.DependsOn.Select(one => one.Check is { } check ? one with { Name = service.Secrets.Hide(DependencyForm.NameOf(check.Target)) } : one).ToArray();
        return service with
        {
            DependsOn = [.. named],
            Policy = service.Policy with { DependsOn = [.. named.Select(one => one.Name)], BusyAtMost = service.Busy?.AtMost },
        };
    }

    private static string Source(ServiceConfig service, BusyConfig busy, Node node, Findings findings)
    {
        var from = busy.From.Length > 0 ? busy.From : service.Find(CheckDefaults.Liveness) is { Target: HttpTarget } ? CheckDefaults.Liveness : CheckDefaults.DeepHealth;
        if (service.Find(from) is { Target: HttpTarget }) return from;

        var place = node.Find("restart")?.Find("busy") ?? node;
        var wrong = busy.From.Length > 0 ? $"there is no \"{from}\" with a \"url\"" : "there is neither a \"liveness\" nor a \"deepHealth\" with a \"url\"";
        findings.Error(place.Find("from") ?? place, $"{wrong} in whose answer it could stand; add one, or name a \"command\"");
        return from;
    }
}
