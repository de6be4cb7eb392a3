namespace Watchdog.Core.Tests;

/// <summary>A decision in a few words, so that a table can name it exactly.</summary>
internal static class Tell
{
    public static string It(IncidentStep step) => $"{step.Event} {step.Reason.Code}{(step.Again ? " again" : "")}";

    public static string It(Decision decision) => decision switch
    {
        Moved moved => $"-> {moved.To} {moved.Reason.Code}",
        BeginAction begin => $"begin {begin.Intent} {begin.Reason.Code}",
        CallOff off => $"call off {off.Reason.Code}",
        Restart restart => $"restart {restart.Intent} {restart.Reason.Code}",
        NotActing not => $"not acting {not.Reason.Code}",
        Started started => $"started {started.Kind}",
        Diagnose diagnose => $"diagnose {diagnose.Check}{(diagnose.OnlyListener ? "'s listener" : "")}",
        TakeEvidence take => $"evidence {take.Check}",
        Alert alert => $"{alert.Level} {alert.Reason.Code}",
        _ => decision.ToString(),
    };
}
