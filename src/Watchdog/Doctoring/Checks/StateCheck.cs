using Watchdog.Config;
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
            if (Unseen(facts) is { } unseen) yield return unseen;
            yield break;
        }

        if (!Contradicts(facts) && OfState(facts, status, ManagerWords.Of(facts)) is { } finding) yield return finding;
        if (facts.Unit is { NeedsReload: true } unit)
            yield return Finding.Warning("daemon-reload", "its unit file has changed since systemd read it: a restart goes on with the old settings", $"{unit.Systemctl} daemon-reload");
    }

    private static Finding? OfState(ServiceFacts facts, UnitStatus status, ManagerWords words) => status.State switch
    {
        // Each user has a podman of its own, and whoever looks sees none but the own.
        UnitState.NotFound when IsOfAnother(facts, out var user) =>
            Finding.CannotKnow("container-of-another", $"podman knows it not as a container of this user, and those of {user}, who runs the watchdog, only {user} sees", $"sudo -u {user} watchdog doctor"),
        UnitState.NotFound =>
            Finding.Broken("unit-not-found", $"{words.Manager} has no such {words.Thing} (it is {status.SubState}): nothing can be restarted", words.Find),
        UnitState.Failed => Finding.Broken("unit-failed", $"its {words.Thing} has failed ({(facts.Unit is null ? status.SubState : status.Result)})", words.Log),
        UnitState.Inactive when status.SubState.Contains("paused", StringComparison.Ordinal) =>
            Finding.CannotKnow("unit-stopped", $"its {words.Thing} is paused, so its answers could not be looked at", words.Continue),
        UnitState.Inactive => Finding.CannotKnow("unit-stopped", $"its {words.Thing} is stopped, so its answers could not be looked at", words.Start),
        _ => null,
    };

    private static bool IsOfAnother(ServiceFacts facts, out string user)
    {
        user = facts.Operator?.Name ?? "";
        return facts is { Service.Manager: ContainerConfig { Engine: ContainerEngine.Podman }, Operator: not null, IsOperatorUs: false };
    }

    /// <summary>What its status and its pid say against each other, CommandCheck tells.</summary>
    private static bool Contradicts(ServiceFacts facts) => facts.Settings is Managed.CommandSettings { Contradiction.Length: > 0 };

    private static Finding? Unseen(ServiceFacts facts)
    {
        // Of a bus that does not answer the machine's part tells, once for all of its units; of what we may not do, DrivingCheck.
        if (facts.Unseen.Code is not { } code || (code == "pid-unknown" && Contradicts(facts)) || BusCheck.IsOfBus(code) || (code == "access-denied" && DrivingCheck.Problem(facts) is not null)) return null;
        if (facts.Settings is Managed.FolderSettings { IsMissing: true })
            return Finding.Broken("unit-not-found", $"there is no service directory {facts.Service.Manager.KnownAs}: nothing can be restarted", ManagerWords.Of(facts).Find);

        var sentence = $"how it is cannot be looked at: {facts.Unseen.Sentence}";
        return Broken(facts, code) is { } remedy ? Finding.Broken(code, sentence, remedy) : Finding.CannotKnow(code, sentence, Remedy(code));
    }

    /// <summary>What mends that its manager is not there to restart it; null where it may well be there.</summary>
    private static string? Broken(ServiceFacts facts, string code) => code switch
    {
        "not-supervised" when facts.Service.Manager is S6Config s6 => $"sudo s6-svscanctl -a {Path.GetDirectoryName(s6.Service)}, or start s6-svscan there",
        "not-supervised" => $"start runsvdir on {Path.GetDirectoryName(facts.Service.Manager.KnownAs)} (Debian: sudo systemctl start runit)",
        "supervisord-down" => "sudo systemctl start supervisor, or correct \"server\" in the configuration",
        "engine-missing" => $"install {facts.Service.Manager.Key}, or correct the configuration",
        "engine-down" => $"sudo systemctl start {facts.Service.Manager.Key}",
        "no-launchctl" => "configure the manager that this machine has",
        _ => null,
    };

    private static string Remedy(string code) => code switch
    {
        "no-instances" => "start one of them, or correct \"unit\" in the configuration",
        "no-daemon" => "watchdog run, and then watchdog doctor again",
        _ => "mend that, and run watchdog doctor again",
    };
}
