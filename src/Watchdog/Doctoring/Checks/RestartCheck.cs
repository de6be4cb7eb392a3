namespace Watchdog.Doctoring.Checks;

/// <summary>Whether systemd knows how to keep it alive, and which process it is.</summary>
internal static class RestartCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Unit is not { Type: not "oneshot" } unit) yield break;

        if (unit.Restart == "no")
            yield return Finding.Warning("restart-no", "Restart=no: after a crash it is down until our next looks, while systemd would start it within a moment", unit.Set("Service", "Restart=on-failure"));
        if (unit is { Type: "forking", PidFile: "" })
        {
            yield return Finding.Warning(
                "type-forking", "Type=forking without PIDFile=: systemd guesses which process is the service, and a wrong guess leaves an orphan at a restart",
                unit.Set("Service", "Type=exec, and the program's option to stay in the foreground in ExecStart="));
        }
    }
}
