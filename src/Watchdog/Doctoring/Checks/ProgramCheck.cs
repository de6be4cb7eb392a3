using Watchdog.Doctoring.Managed;

namespace Watchdog.Doctoring.Checks;

/// <summary>What a program of supervisord is set to against what we rely on.</summary>
internal static class ProgramCheck
{
    private const long SigKill = 9;

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        if (facts.Settings is not ProgramSettings program) yield break;

        if (ProgramFile.IsFalse(program.Autorestart))
            yield return Finding.Warning("restart-no", "autorestart=false: after a crash it is down until our next looks, while supervisord would start it within a second", program.Set("autorestart=unexpected"));
        if (!program.Autostart && facts.Runs)
            yield return Finding.Warning("not-at-boot", "autostart=false: after the machine's next start it does not run, and counts as stopped by someone, so it is left alone", program.Set("autostart=true"));
        if (program.StopSignal == SigKill)
            yield return Finding.Warning("stop-by-kill", "stopsignal=KILL: a restart gives it no time to finish what it does and to close its files", program.Set("stopsignal=TERM"));
        if (Outage.TooLong(facts.Status?.TimeoutStop) && facts.Status?.TimeoutStop is not null)
            yield return Outage.Finding(facts.Status.TimeoutStop, "stopwaitsecs", program.Set("stopwaitsecs=20"));
        if (facts.Status?.TimeoutStart is { } start && Outage.TooLong(start))
        {
            yield return Finding.Warning(
                "start-wait", $"startsecs={start.TotalSeconds:0}: that long supervisord calls it starting, and we leave it alone whatever its checks say", program.Set("startsecs=1"));
        }
    }
}
