using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether its manager can be asked, knows it, and has it running.</summary>
internal static class StateCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.NotLooked.Length > 0) yield return Finding.CannotKnow("not-looked", facts.NotLooked, "watchdog doctor, when the machine has less to do");
        if (facts.Status is not { } status)
        {
            // Of a bus that does not answer the machine's part tells, once for all of its units.
            if (facts.Unseen.Code is { } code && !BusCheck.IsOfBus(code))
                yield return Finding.CannotKnow(code, $"how it is cannot be looked at: {facts.Unseen.Sentence}", Remedy(code));
            yield break;
        }

        var systemctl = facts.Unit?.Systemctl ?? "systemctl";
        var unit = facts.Unit?.Unit ?? "";
        if (status.State == UnitState.NotFound)
            yield return Finding.Broken("unit-not-found", $"systemd has no such unit (it is {status.SubState}): nothing can be restarted", $"correct \"unit\" in the configuration; {systemctl} list-units --all --type=service lists what there is");
        else if (status.State == UnitState.Failed)
            yield return Finding.Broken("unit-failed", $"its unit has failed ({status.Result})", facts.Unit?.Journalctl ?? $"journalctl -u {unit}");
        else if (status.State == UnitState.Inactive)
            yield return Finding.CannotKnow("unit-stopped", "its unit is stopped, so its answers could not be looked at", $"{systemctl} start {unit}");
        if (facts.Unit is { NeedsReload: true })
            yield return Finding.Warning("daemon-reload", "its unit file has changed since systemd read it: a restart goes on with the old settings", $"{systemctl} daemon-reload");
    }

    private static string Remedy(string code) => code switch
    {
        "no-instances" => "start one of them, or correct \"unit\" in the configuration",
        "no-daemon" => "watchdog run, and then watchdog doctor again",
        _ => "mend that, and run watchdog doctor again",
    };
}
