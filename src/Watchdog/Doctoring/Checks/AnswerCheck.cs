using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether each place answers as its check expects, over fresh connections.</summary>
internal static class AnswerCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var place in facts.Places)
        {
            if (place.Looks.FirstOrDefault(look => look.Look != Look.Passed && look.Reason.Code != ProbeCodes.Late) is not { } bad) continue;

            var name = place.Name(facts.Service.Secrets);
            if (place.HasPassed)
                yield return Finding.Warning("answers-at-times", $"{name} fails at times, {bad.Reason.Sentence}", Remedy(bad, facts, place));
            else if (DiagnosisTable.IsTimeout(bad.Reason) && place.Served is > 0 and var others)
                yield return Finding.Broken(
                    "fresh-connection-fails", $"{name} does not answer a fresh connection ({bad.Reason.Sentence}), while {others} that were open already are held: who is inside may be served, nobody else gets in", Remedy(bad, facts, place));
            else if (bad.Look == Look.Unknown)
                yield return Finding.CannotKnow(bad.Reason.Code, $"{name} could not be looked at: {bad.Reason.Sentence}", "mend that, and run watchdog doctor again");
            else
                yield return Finding.Broken(bad.Reason.Code, $"{name}: {bad.Reason.Sentence}", Remedy(bad, facts, place));
        }
    }

    private static string Remedy(Observation bad, ServiceFacts facts, PlaceFacts place) => bad switch
    {
        { AlertOnly: true } => $"correct \"{place.Check.Policy.Name}\" of {facts.Service.Name} in the configuration; curl -i shows the answer",
        _ => ManagerWords.Of(facts).Log,
    };
}
